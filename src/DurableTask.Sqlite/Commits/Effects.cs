using DurableTask.Core.Exceptions;

namespace DurableTask.Sqlite.Commits;

/// <summary>A message on its way into the file, encoded before its transaction begins.</summary>
internal sealed class OutgoingMessage(TaskMessage message)
{
    public TaskMessage Message { get; } = message;

    public byte[] Encoded { get; } = EventEncoder.Encode(message.Event);
}

/// <summary>What a transaction does to instances by its messages: written into their inboxes at once, and kept until it is durable and others may see it.</summary>
internal sealed class Effects(TaskHubWriter writer, DateTime now)
{
    /// <summary>Messages in the order in which they were written.</summary>
    public List<(long Key, string InstanceId, InboxMessage Message)> Delivered { get; } = [];

    /// <summary>New instances, and when they may start if that is not now.</summary>
    public List<(long Key, string InstanceId, string ExecutionId, DateTime? StartAt)> Created { get; } = [];

    /// <summary>Instances that are gone or ended.</summary>
    public List<(long Key, string InstanceId)> Ended { get; } = [];

    /// <summary>Notes the end of an instance. What was noted of it before has no effect.</summary>
    public void End(long key, string instanceId)
    {
        this.Created.RemoveAll(created => created.Key == key);
        this.Delivered.RemoveAll(delivered => delivered.Key == key);
        this.Ended.Add((key, instanceId));
    }

    /// <summary>Creates an instance. One with the same id that has ended, or whose status is not protected, makes room for it.</summary>
    /// <returns>The status that kept the instance from being created; null if it was.</returns>
    public OrchestrationStatus? Create(OutgoingMessage outgoing, IReadOnlyCollection<OrchestrationStatus> protectedStatuses)
    {
        var start = (ExecutionStartedEvent)outgoing.Message.Event;
        (string instanceId, string? executionId) = (start.OrchestrationInstance.InstanceId, start.OrchestrationInstance.ExecutionId);
        if (writer.Find(instanceId) is InstanceHead existing)
        {
            if (protectedStatuses.Contains(existing.Status))
            {
                return existing.Status;
            }

            writer.Delete(existing.Key);
            this.End(existing.Key, instanceId);
        }

        DateTime? scheduledAt = start.ScheduledStartTime is DateTime at ? EventEncoder.Utc(at) : null;
        long key = writer.Insert(start, scheduledAt);
        this.Created.Add((key, instanceId, executionId ?? "", scheduledAt > now ? scheduledAt : null));
        this.AddToInbox(key, instanceId, executionId, outgoing);
        return null;
    }

    /// <summary>Writes any message. One for an instance or execution that is not there, or has ended, is dropped.</summary>
    public void Deliver(OutgoingMessage outgoing)
    {
        TaskMessage message = outgoing.Message;
        if (message.Event is ExecutionStartedEvent start)
        {
            if (this.Create(outgoing, Statuses.Active) is OrchestrationStatus status && start.ParentInstance is ParentInstance parent)
            {
                // The id is taken by an instance that is under way. The parent hears of it as of any other failure.
                this.Deliver(parent.OrchestrationInstance, Refusal<OrchestrationAlreadyExistsException>(
                    parent.TaskScheduleId,
                    $"A sub-orchestration with the id '{start.OrchestrationInstance.InstanceId}' cannot be started: an instance with that id exists and is {status}."));
            }

            return;
        }

        (string instanceId, string? executionId) = (message.OrchestrationInstance.InstanceId, message.OrchestrationInstance.ExecutionId);
        if (writer.Find(instanceId) is not InstanceHead head || !this.Accepts(head, message))
        {
            return;
        }

        if (head.WasRewoundFrom(executionId))
        {
            // A child that began before its parent was rewound knows its parent's execution of then.
            executionId = head.ExecutionId;
            message.OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = executionId };
        }

        this.AddToInbox(head.Key, instanceId, executionId, outgoing);
    }

    /// <summary>Writes a message that this transaction makes.</summary>
    public void Deliver(OrchestrationInstance instance, HistoryEvent e)
    {
        e.Timestamp = now;
        this.Deliver(new OutgoingMessage(new TaskMessage { OrchestrationInstance = instance, Event = e }));
    }

    /// <summary>Tells a parent that its sub-orchestration will not run, whatever it tries.</summary>
    public static SubOrchestrationInstanceFailedEvent Refusal<TException>(int taskId, string reason) =>
        new(-1, taskId, reason, null, new FailureDetails(typeof(TException).FullName!, reason, null, null, isNonRetriable: true));

    private void AddToInbox(long key, string instanceId, string? executionId, OutgoingMessage outgoing) =>
        this.Delivered.Add((key, instanceId, new InboxMessage(writer.AddToInbox(key, executionId, outgoing.Encoded), outgoing.Message)));

    private bool Accepts(InstanceHead head, TaskMessage message)
    {
        (string instanceId, string? executionId) = (message.OrchestrationInstance.InstanceId, message.OrchestrationInstance.ExecutionId);
        switch (message.Event)
        {
            case ExecutionRewoundEvent when head.IsTerminal:
                writer.SetStatus(head.Key, OrchestrationStatus.Running, now);
                return true;
            case ExecutionTerminatedEvent terminated when !head.Started && head.ScheduledAt > now:
                this.TerminateUnstarted(head, instanceId, terminated);
                return false;
            default:
                return !head.IsTerminal && (string.IsNullOrEmpty(executionId) || executionId == head.ExecutionId || head.WasRewoundFrom(executionId));
        }
    }

    // What has not begun is ended here: nothing of it may run, not even the orchestrator's first steps.
    private void TerminateUnstarted(InstanceHead head, string instanceId, ExecutionTerminatedEvent terminated)
    {
        writer.ClearInbox(head.Key);
        writer.SetStatus(head.Key, OrchestrationStatus.Terminated, now);
        writer.Complete(head.Key, now, null, terminated.Input);
        var completed = new ExecutionCompletedEvent(-1, terminated.Input, OrchestrationStatus.Terminated) { Timestamp = now };
        writer.AppendHistory(head.Key, 0, EventEncoder.Encode([terminated, completed]));
        this.End(head.Key, instanceId);
    }
}
