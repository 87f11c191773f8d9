using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Tests.Engine.Commits;

/// <summary>A store of which only the commits count: the test says what each of them does.</summary>
internal sealed class StubStore(Action<IReadOnlyList<StoreCommit>> commit) : IOrchestrationStore
{
    public void Open()
    {
    }

    public void Commit(IReadOnlyList<StoreCommit> commits) => commit(commits);

    public IReadOnlyList<ActiveInstance> LoadActive() => [];

    public StoredInstance? Load(string instanceId) => null;

    public InstanceRecord? Find(string instanceId, bool withPayloads) => null;

    public IReadOnlyList<InstanceRecord> List(InstanceFilter filter) => [];

    public IReadOnlyList<string> Children(string instanceId) => [];

    public void Dispose()
    {
    }
}
