using System.Diagnostics;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>What one turn or one client call changes, all or nothing; many of them share a transaction.</summary>
/// <param name="completed">
/// Called once, on the writer's thread and in commit order, with null after the commit or with what went wrong.
/// It must be short and must not run user code.
/// </param>
internal sealed class StoreCommit(Action<StoreCommit, Exception?> completed)
{
    public TurnWrite? Turn { get; init; }

    public IReadOnlyList<NewInstance> Creates { get; init; } = [];

    public IReadOnlyList<NewMessage> Messages { get; init; } = [];

    public IReadOnlyList<RewindWrite> Rewinds { get; init; } = [];

    /// <summary>Instances to delete with all that they have, if they are over.</summary>
    public IReadOnlyList<PurgeWrite> Purges { get; init; } = [];

    public long EnqueuedAt { get; } = Stopwatch.GetTimestamp();

    public void Complete(Exception? error) => completed(this, error);
}
