using DurableTask.Core.History;
using DurableTask.Core.Query;

namespace FunctionsHost.Durable.Storage;

/// <summary>A task hub's storage: the parts that every store has, and what each does in its own way.</summary>
internal abstract class TaskHub
{
    /// <summary>What the engine runs on.</summary>
    public abstract IOrchestrationService Service { get; }

    /// <summary>What starts instances and sends them messages.</summary>
    public abstract IOrchestrationServiceClient Client { get; }

    /// <summary>What lists instances.</summary>
    public abstract IOrchestrationServiceQueryClient Queries { get; }

    /// <summary>Makes sure that the storage can be read, so that what is wrong with it is known at the start.</summary>
    public Task CheckAsync() => Client.GetOrchestrationStateAsync("none", executionId: null);

    /// <summary>Why nothing can be written at present, for people; null when it can, and where it is not known.</summary>
    public virtual string? Problem => null;

    /// <summary>Makes an instance that failed go on from where it failed.</summary>
    public abstract Task RewindAsync(string instanceId, string? reason);

    /// <summary>The events of an instance, oldest first; empty when there is no such instance.</summary>
    public abstract Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Waits until an instance has begun, also for one that does not exist yet.</summary>
    public abstract Task<OrchestrationState> WaitForStartAsync(string instanceId, CancellationToken cancellationToken);

    /// <summary>Deletes an instance, and its sub-orchestrations if asked to.</summary>
    public abstract Task<PurgeResult> PurgeAsync(string instanceId, bool recursive);

    /// <summary>Deletes the instances of a filter that are over, and their sub-orchestrations if asked to.</summary>
    public abstract Task<PurgeResult> PurgeAsync(PurgeInstanceFilter filter, bool recursive);

    /// <summary>The ids of an instance's sub-orchestrations.</summary>
    /// <param name="onlyOpen">Only those that the instance still waits for.</param>
    public async Task<IReadOnlyList<string>> GetChildrenAsync(string instanceId, bool onlyOpen, CancellationToken cancellationToken)
    {
        var history = await GetHistoryAsync(instanceId, cancellationToken).ConfigureAwait(false);
        var ended = history.Select(static item => item switch
        {
            SubOrchestrationInstanceCompletedEvent completed => completed.TaskScheduledId,
            SubOrchestrationInstanceFailedEvent failed => failed.TaskScheduledId,
            _ => -1,
        }).ToHashSet();
        return [.. history.OfType<SubOrchestrationInstanceCreatedEvent>().Where(created => !onlyOpen || !ended.Contains(created.EventId)).Select(static created => created.InstanceId)];
    }
}
