namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>
/// Where a task hub's instances are kept. One writer calls <see cref="Commit"/>; the reading members may be called from any
/// thread at any time and see whole commits only.
/// </summary>
internal interface IOrchestrationStore : IDisposable
{
    /// <summary>Opens the store, creating or migrating it as needed.</summary>
    /// <exception cref="TaskHubException">It is locked by another host, damaged, or written by a newer version.</exception>
    void Open();

    /// <summary>
    /// Applies all of <paramref name="commits"/> in one transaction and fills in their results, whatever an attempt before left in them.
    /// Either all are durable when it returns, or it throws and none is.
    /// </summary>
    void Commit(IReadOnlyList<StoreCommit> commits);

    /// <summary>The instances that have to be woken after a restart.</summary>
    IReadOnlyList<ActiveInstance> LoadActive();

    /// <summary>One instance with history and inbox; null when there is none.</summary>
    StoredInstance? Load(string instanceId);

    /// <summary>One instance's record; null when there is none.</summary>
    /// <param name="withPayloads">Whether input and output are read as well.</param>
    InstanceRecord? Find(string instanceId, bool withPayloads);

    /// <summary>A page of instances in order of creation.</summary>
    IReadOnlyList<InstanceRecord> List(InstanceFilter filter);

    /// <summary>The ids of the instances that <paramref name="instanceId"/> has started as sub-orchestrations.</summary>
    IReadOnlyList<string> Children(string instanceId);
}
