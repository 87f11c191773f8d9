using System.Diagnostics;
using System.Globalization;
using DurableTask.Core.Exceptions;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Engine.Client;

/// <summary>The durable task client of an engine in the same process. What it acknowledges is on disk.</summary>
internal sealed partial class EngineClient(EngineRuntime engine) : DurableTaskClient(engine.Options.TaskHubName)
{
    private static readonly OrchestrationRuntimeStatus[] Unfinished =
    [
        OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended,
    ];

    private DataConverter Converter => engine.Options.DataConverter;

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override async Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default)
    {
        if (string.IsNullOrWhiteSpace(orchestratorName.Name))
        {
            throw new ArgumentException("An orchestration needs the name of its orchestrator.", nameof(orchestratorName));
        }

        string instanceId = options?.InstanceId ?? Guid.NewGuid().ToString("N");
        using Activity? span = EngineTracing.StartCreation(orchestratorName.Name, instanceId, Activity.Current?.Id);
        DateTime now = engine.Now;
        DateTime? startAt = options?.StartAt is { } at && at.UtcDateTime > now ? at.UtcDateTime : null;
        var record = new InstanceRecord
        {
            InstanceId = instanceId,
            ExecutionId = Guid.NewGuid().ToString("N"),
            Name = orchestratorName.Name,
            CreatedAt = now,
            UpdatedAt = now,
            ScheduledAt = startAt,
            WakeAt = startAt,
            Input = this.Converter.Serialize(input),
            TraceParent = span?.Id,
            Tags = options is { Tags.Count: > 0 } ? options.Tags : null,
        };
        await this.CreateAsync(record, BlockedBy(options?.DedupeStatuses), cancellation).ConfigureAwait(false);
        return instanceId;
    }

    public override async Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        await this.SendAsync(instanceId, new EventRaised(eventName, this.Converter.Serialize(eventPayload)) { Timestamp = engine.Now }, cancellation)
            .ConfigureAwait(false);
    }

    public override Task TerminateInstanceAsync(string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        this.SendAsync(
            instanceId,
            new ExecutionTerminated(this.Converter.Serialize(options?.Output), options?.Recursive ?? false) { Timestamp = engine.Now },
            cancellation);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        this.SendAsync(instanceId, new ExecutionSuspended(reason) { Timestamp = engine.Now }, cancellation);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        this.SendAsync(instanceId, new ExecutionResumed(reason) { Timestamp = engine.Now }, cancellation);

    public override async Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        InstanceRecord old = engine.Store.Find(instanceId, withPayloads: true)
            ?? throw new ArgumentException($"An orchestration with the instanceId {instanceId} was not found.", nameof(instanceId));
        if (!restartWithNewInstanceId && !old.IsOver)
        {
            throw new InvalidOperationException(
                $"Instance '{instanceId}' is {old.Status}: it can only be restarted under its own id when it is over. Terminate it first, or restart it with a new id.");
        }

        DateTime now = engine.Now;
        using Activity? span = EngineTracing.StartCreation(old.Name, instanceId, Activity.Current?.Id);
        var record = new InstanceRecord
        {
            InstanceId = restartWithNewInstanceId ? Guid.NewGuid().ToString("N") : instanceId,
            ExecutionId = Guid.NewGuid().ToString("N"),
            Name = old.Name,
            Version = old.Version,
            CreatedAt = now,
            UpdatedAt = now,
            Input = old.Input,
            Tags = old.Tags,
            TraceParent = span?.Id,
        };
        await this.CreateAsync(record, NewInstance.DefaultBlockedBy, cancellation).ConfigureAwait(false);
        return record.InstanceId;
    }

    public override Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        return new Rewinder(engine).RewindAsync(instanceId, reason, cancellation);
    }

    private static IReadOnlySet<OrchestrationRuntimeStatus> BlockedBy(IReadOnlyList<string>? names)
    {
        if (names is null)
        {
            return NewInstance.DefaultBlockedBy;
        }

        var statuses = new HashSet<OrchestrationRuntimeStatus>();
        foreach (string name in names)
        {
            statuses.Add(Enum.TryParse(name, ignoreCase: true, out OrchestrationRuntimeStatus status)
                ? status
                : throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"'{name}' is no status to dedupe by; use the names of {nameof(OrchestrationRuntimeStatus)}."),
                    nameof(names)));
        }

        return statuses;
    }

    private async Task CreateAsync(InstanceRecord record, IReadOnlySet<OrchestrationRuntimeStatus> blockedBy, CancellationToken cancellation)
    {
        while (true)
        {
            var create = new NewInstance(record) { BlockedBy = blockedBy };
            await engine.SubmitAsync([create], [], cancellation).ConfigureAwait(false);
            if (create.Created is not null)
            {
                return;
            }

            OrchestrationRuntimeStatus status = create.ExistingStatus!.Value;
            if (blockedBy.Contains(status))
            {
                throw new OrchestrationAlreadyExistsException(
                    $"An Orchestration instance with the status {status} already exists (id '{record.InstanceId}').");
            }

            // It runs, and the caller wants it replaced: it has to end first.
            await this.TerminateInstanceAsync(record.InstanceId, new TerminateInstanceOptions("Replaced by a new instance."), cancellation)
                .ConfigureAwait(false);
            await this.WaitForInstanceCompletionAsync(record.InstanceId, cancellation).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(string instanceId, HistoryEvent item, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);

        // As in Durable Task, a message to nobody is not an error: the instance may have ended a moment ago.
        await engine.SubmitAsync([], [new NewMessage(instanceId, null, item)], cancellation).ConfigureAwait(false);
    }
}
