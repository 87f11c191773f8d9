using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using DurableTask.Core.Tracing;
using FunctionsHost.Durable.Storage;

namespace FunctionsHost.Durable.Client;

/// <summary>What can be done with instances from outside: for the durable client and the management API.</summary>
internal sealed class InstanceClient(TaskHub hub, TimeProvider time)
{
    private static readonly TimeSpan ReplaceTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Whether nothing more happens to an instance.</summary>
    public static bool IsOver(OrchestrationStatus status)
        => status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Terminated or OrchestrationStatus.Canceled;

    /// <summary>Starts an instance.</summary>
    /// <returns>Its id.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">There is one with that id, in a status that is to be kept.</exception>
    public async Task<string> StartAsync(StartRequest request, CancellationToken cancellationToken)
    {
        var instance = new OrchestrationInstance
        {
            InstanceId = request.InstanceId is { Length: > 0 } given ? given : Guid.NewGuid().ToString("N"),
            ExecutionId = Guid.NewGuid().ToString("N"),
        };
        await ClearAsync(instance.InstanceId, request.Keep, cancellationToken).ConfigureAwait(false);
        var started = new ExecutionStartedEvent(-1, request.Input)
        {
            Name = request.Name,
            Version = request.Version,
            OrchestrationInstance = instance,
            ScheduledStartTime = request.ScheduledStart,
            Tags = request.Tags.Count == 0 ? null : new Dictionary<string, string>(request.Tags),
            ParentTraceContext = request.Trace is { } trace ? new DistributedTraceContext(trace.Parent, trace.State) : null,
            Timestamp = time.GetUtcNow().UtcDateTime,
        };
        await hub.Client.CreateTaskOrchestrationAsync(new TaskMessage { OrchestrationInstance = instance, Event = started }, [.. request.Keep]).ConfigureAwait(false);
        return instance.InstanceId;
    }

    /// <summary>Starts an instance again with the input that it had.</summary>
    /// <returns>The id of the new one; null when there is no such instance.</returns>
    /// <exception cref="OrchestrationAlreadyExistsException">It is not over, and is not to get a new id.</exception>
    public async Task<string?> RestartAsync(string instanceId, bool withNewId, CancellationToken cancellationToken)
    {
        if (await GetAsync(instanceId, cancellationToken).ConfigureAwait(false) is not { } found)
        {
            return null;
        }

        var request = new StartRequest(found.Name)
        {
            InstanceId = withNewId ? null : instanceId,
            Input = found.Input,
            Version = found.Version,
            Tags = found.Tags is null ? new Dictionary<string, string>() : found.Tags.ToDictionary(),
        };
        return await StartAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>An instance's state; null when there is none.</summary>
    public async Task<OrchestrationState?> GetAsync(string instanceId, CancellationToken cancellationToken)
        => await hub.Client.GetOrchestrationStateAsync(instanceId, executionId: null).WaitAsync(cancellationToken).ConfigureAwait(false);

    /// <summary>Waits until an instance has begun, also for one that does not exist yet.</summary>
    public Task<OrchestrationState> WaitForStartAsync(string instanceId, CancellationToken cancellationToken) => hub.WaitForStartAsync(instanceId, cancellationToken);

    /// <summary>Waits until an instance is over; null when there is none.</summary>
    public async Task<OrchestrationState?> WaitForCompletionAsync(string instanceId, CancellationToken cancellationToken)
    {
        var found = await GetAsync(instanceId, cancellationToken).ConfigureAwait(false);
        return found is null || IsOver(found.OrchestrationStatus)
            ? found
            : await hub.Client.WaitForOrchestrationAsync(instanceId, executionId: null, Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
    }

    public Task RaiseEventAsync(string instanceId, string name, string? input)
        => SendAsync(instanceId, new EventRaisedEvent(-1, input) { Name = name });

    public Task SuspendAsync(string instanceId, string? reason) => SendAsync(instanceId, new ExecutionSuspendedEvent(-1, reason));

    public Task ResumeAsync(string instanceId, string? reason) => SendAsync(instanceId, new ExecutionResumedEvent(-1, reason));

    public Task RewindAsync(string instanceId, string? reason) => hub.RewindAsync(instanceId, reason);

    /// <summary>Ends an instance, and the sub-orchestrations that it waits for if asked to.</summary>
    /// <param name="output">What becomes its output.</param>
    public async Task TerminateAsync(string instanceId, string? output, bool recursive, CancellationToken cancellationToken)
    {
        // Read first: what an instance waits for is in its history, which goes with it when it is purged soon after.
        var children = recursive ? await hub.GetChildrenAsync(instanceId, onlyOpen: true, cancellationToken).ConfigureAwait(false) : [];
        await hub.Client.ForceTerminateTaskOrchestrationAsync(instanceId, output).ConfigureAwait(false);
        foreach (var child in children)
        {
            await TerminateAsync(child, output, recursive, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes an instance that is over, and its sub-orchestrations if asked to.</summary>
    /// <returns>How many instances were deleted.</returns>
    public async Task<int> PurgeAsync(string instanceId, bool recursive) => (await hub.PurgeAsync(instanceId, recursive).ConfigureAwait(false)).DeletedInstanceCount;

    /// <summary>Deletes the instances of a filter that are over, and their sub-orchestrations if asked to.</summary>
    public Task<PurgeResult> PurgeAsync(PurgeInstanceFilter filter, bool recursive) => hub.PurgeAsync(filter, recursive);

    /// <summary>A page of instances.</summary>
    public Task<OrchestrationQueryResult> QueryAsync(OrchestrationQuery query, CancellationToken cancellationToken)
        => hub.Queries.GetOrchestrationWithQueryAsync(query, cancellationToken);

    /// <summary>An instance's events, oldest first.</summary>
    public Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken) => hub.GetHistoryAsync(instanceId, cancellationToken);

    private Task SendAsync(string instanceId, HistoryEvent item)
    {
        item.Timestamp = time.GetUtcNow().UtcDateTime;
        return hub.Client.SendTaskOrchestrationMessageAsync(new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = item });
    }

    // A start may replace an instance that runs, if it says so: that one is ended first, so that it and the new one never both run.
    private async Task ClearAsync(string instanceId, IReadOnlyList<OrchestrationStatus> keep, CancellationToken cancellationToken)
    {
        if (StartRequest.Unfinished.All(keep.Contains)
            || await GetAsync(instanceId, cancellationToken).ConfigureAwait(false) is not { } found
            || IsOver(found.OrchestrationStatus)
            || keep.Contains(found.OrchestrationStatus))
        {
            return;
        }

        await hub.Client.ForceTerminateTaskOrchestrationAsync(instanceId, "A new instance of the same id replaces it.").ConfigureAwait(false);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(ReplaceTimeout);
        await WaitForCompletionAsync(instanceId, limit.Token).ConfigureAwait(false);
    }
}

/// <summary>An instance to start.</summary>
internal sealed record StartRequest(string Name)
{
    /// <summary>The statuses in which an instance of the same id is left alone unless told otherwise: it is not over.</summary>
    public static readonly IReadOnlyList<OrchestrationStatus> Unfinished =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    /// <summary>The instance's id; null or empty for a new one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The input as JSON.</summary>
    public string? Input { get; init; }

    /// <summary>The orchestrator's version.</summary>
    public string? Version { get; init; }

    /// <summary>When it is to start; null for now.</summary>
    public DateTime? ScheduledStart { get; init; }

    /// <summary>The W3C trace parent and state of who starts it.</summary>
    public (string Parent, string? State)? Trace { get; init; }

    /// <summary>Tags of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The statuses in which an instance of the same id is left alone, and starting fails.</summary>
    public IReadOnlyList<OrchestrationStatus> Keep { get; init; } = Unfinished;
}
