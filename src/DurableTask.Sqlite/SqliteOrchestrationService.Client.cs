using DurableTask.Core.Exceptions;

namespace DurableTask.Sqlite;

/// <content>What clients ask for.</content>
public sealed partial class SqliteOrchestrationService
{
    /// <inheritdoc cref="CreateTaskOrchestrationAsync(TaskMessage, OrchestrationStatus[])"/>
    public Task CreateTaskOrchestrationAsync(TaskMessage creationMessage) => this.CreateTaskOrchestrationAsync(creationMessage, null);

    /// <summary>Starts an orchestration. The start is on the disk when the task ends.</summary>
    /// <param name="creationMessage">A message with an <see cref="ExecutionStartedEvent"/>.</param>
    /// <param name="dedupeStatuses">
    /// The statuses in which an instance with the same id keeps the new one from being created. Null: those of instances that have not
    /// ended. An instance in another status is replaced, with its history.
    /// </param>
    /// <exception cref="OrchestrationAlreadyExistsException">There is such an instance.</exception>
    public async Task CreateTaskOrchestrationAsync(TaskMessage creationMessage, OrchestrationStatus[]? dedupeStatuses)
    {
        ArgumentNullException.ThrowIfNull(creationMessage);
        if (creationMessage.Event is not ExecutionStartedEvent start)
        {
            throw new ArgumentException("An orchestration is started by an ExecutionStarted event.", nameof(creationMessage));
        }

        start.OrchestrationInstance ??= creationMessage.OrchestrationInstance;
        TaskHub open = this.Open();
        this.Stamp(start);
        var message = new OutgoingMessage(creationMessage);
        OrchestrationStatus? taken = null;
        await open.CommitAsync((_, effects) => taken = effects.Create(message, dedupeStatuses ?? Statuses.Active)).ConfigureAwait(false);
        if (taken is not null)
        {
            throw new OrchestrationAlreadyExistsException(
                $"An orchestration with the id '{start.OrchestrationInstance!.InstanceId}' already exists; its status is {taken}.");
        }
    }

    /// <inheritdoc/>
    public Task SendTaskOrchestrationMessageAsync(TaskMessage message) => this.SendTaskOrchestrationMessageBatchAsync(message);

    /// <summary>Sends messages to orchestrations, in one transaction. Those for instances that are not there or have ended are dropped.</summary>
    public async Task SendTaskOrchestrationMessageBatchAsync(params TaskMessage[] messages)
    {
        ArgumentNullException.ThrowIfNull(messages);
        TaskHub open = this.Open();
        var outgoing = new List<OutgoingMessage>(messages.Length);
        foreach (TaskMessage message in messages)
        {
            if (string.IsNullOrEmpty(message.OrchestrationInstance?.InstanceId))
            {
                throw new ArgumentException("A message needs the id of the instance that it is for.", nameof(messages));
            }

            this.Stamp(message.Event);
            outgoing.Add(new OutgoingMessage(message));
        }

        await open.CommitAsync((_, effects) => outgoing.ForEach(effects.Deliver)).ConfigureAwait(false);
    }

    /// <summary>Waits until an orchestration has ended.</summary>
    /// <param name="executionId">The execution that is meant; null or empty for whichever there is. The one that it was started with also means those that follow it.</param>
    /// <param name="timeout">How long to wait, by the system's clock; negative to wait for ever.</param>
    /// <exception cref="TimeoutException">The orchestration has not ended in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<OrchestrationState> WaitForOrchestrationAsync(string instanceId, string? executionId, TimeSpan timeout, CancellationToken cancellationToken) =>
        this.Open().Table.Waiters.WaitAsync(
            instanceId,
            async () => await this.FindAsync(instanceId, executionId).ConfigureAwait(false) is { } found && Statuses.IsTerminal(found.OrchestrationStatus)
                ? found
                : null,
            timeout,
            cancellationToken);

    /// <summary>Waits until an orchestration has taken its first turn.</summary>
    /// <param name="timeout">How long to wait, by the system's clock; negative to wait for ever.</param>
    /// <exception cref="TimeoutException">The orchestration has not started in that time.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task<OrchestrationState> WaitForOrchestrationStartAsync(string instanceId, TimeSpan timeout, CancellationToken cancellationToken) =>
        this.Open().Table.Waiters.WaitAsync(
            instanceId,
            async () => await this.FindAsync(instanceId, null).ConfigureAwait(false) is { OrchestrationStatus: not OrchestrationStatus.Pending } found ? found : null,
            timeout,
            cancellationToken);

    /// <inheritdoc/>
    public Task ForceTerminateTaskOrchestrationAsync(string instanceId, string? reason) => this.SendTaskOrchestrationMessageAsync(new TaskMessage
    {
        OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId },
        Event = new ExecutionTerminatedEvent(-1, reason),
    });

    /// <summary>
    /// Takes a failed orchestration back to before its failures: activities and sub-orchestrations that failed run again, and what succeeded
    /// is kept. Failed sub-orchestrations are rewound in the same way.
    /// </summary>
    /// <param name="reason">Why, for the history; may be null.</param>
    /// <exception cref="ArgumentException">There is no such instance.</exception>
    /// <exception cref="InvalidOperationException">The instance has not failed.</exception>
    public async Task RewindTaskOrchestrationAsync(string instanceId, string? reason)
    {
        TaskHub open = this.Open();
        var rewound = new ExecutionRewoundEvent(-1, reason);
        this.Stamp(rewound);
        var message = new OutgoingMessage(new TaskMessage { OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId }, Event = rewound });
        InstanceHead? head = null;
        await open.CommitAsync((writer, effects) =>
        {
            head = writer.Find(instanceId);
            if (head is { Status: OrchestrationStatus.Failed })
            {
                effects.Deliver(message);
            }
        }).ConfigureAwait(false);
        if (head is null)
        {
            throw new ArgumentException($"There is no orchestration with the id '{instanceId}'.");
        }

        if (head.Status != OrchestrationStatus.Failed)
        {
            throw new InvalidOperationException($"Only a failed orchestration can be rewound; '{instanceId}' is {head.Status}.");
        }
    }

    private void Stamp(HistoryEvent e)
    {
        if (this.HasOwnClock)
        {
            e.Timestamp = this.Now;
        }
    }
}
