using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Sqlite.Events;
using DurableTask.Sqlite.Instances;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>A message on its way into the file, encoded before its transaction begins.</summary>
internal sealed record OutgoingMessage(TaskMessage Message, byte[] Encoded)
{
    public OutgoingMessage(TaskMessage message)
        : this(message, EventEncoder.Encode(message.Event))
    {
    }
}

/// <summary>What a transaction did to instances, kept until it is durable and others may see it.</summary>
internal sealed class Effects
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
}

/// <summary>Writes messages into the inboxes of the instances that they are for.</summary>
internal static class MessageWriter
{
    /// <summary>Creates an instance. One with the same id that has ended, or whose status is not protected, makes room for it.</summary>
    /// <returns>The status that kept the instance from being created; null if it was.</returns>
    public static OrchestrationStatus? Create(
        TaskHubWriter writer, OutgoingMessage outgoing, IReadOnlyCollection<OrchestrationStatus> protectedStatuses, DateTime now, Effects effects)
    {
        var start = (ExecutionStartedEvent)outgoing.Message.Event;
        string instanceId = start.OrchestrationInstance.InstanceId;
        if (writer.Find(instanceId) is InstanceHead existing)
        {
            if (protectedStatuses.Contains(existing.Status))
            {
                return existing.Status;
            }

            writer.Delete(existing.Key);
            effects.End(existing.Key, instanceId);
        }

        DateTime? scheduledAt = start.ScheduledStartTime is DateTime at ? EventEncoder.Utc(at) : null;
        long key = writer.Insert(start, scheduledAt);
        long rowId = writer.AddToInbox(key, start.OrchestrationInstance.ExecutionId, outgoing.Encoded);
        effects.Created.Add((key, instanceId, start.OrchestrationInstance.ExecutionId ?? "", scheduledAt > now ? scheduledAt : null));
        effects.Delivered.Add((key, instanceId, new InboxMessage(rowId, outgoing.Message)));
        return null;
    }

    /// <summary>Writes any message. One for an instance or execution that is not there, or has ended, is dropped.</summary>
    public static void Deliver(TaskHubWriter writer, OutgoingMessage outgoing, DateTime now, Effects effects)
    {
        TaskMessage message = outgoing.Message;
        if (message.Event is ExecutionStartedEvent start)
        {
            if (Create(writer, outgoing, Active, now, effects) is OrchestrationStatus status)
            {
                RefuseChild(writer, start, status, now, effects);
            }

            return;
        }

        string instanceId = message.OrchestrationInstance.InstanceId;
        if (writer.Find(instanceId) is not InstanceHead head || !Accepts(writer, head, outgoing, now, effects))
        {
            return;
        }

        string? executionId = message.OrchestrationInstance.ExecutionId;
        if (head.WasRewoundFrom(executionId))
        {
            // A child that began before its parent was rewound knows its parent's execution of then.
            message.OrchestrationInstance = new OrchestrationInstance { InstanceId = instanceId, ExecutionId = head.ExecutionId };
            executionId = head.ExecutionId;
        }

        long rowId = writer.AddToInbox(head.Key, executionId, outgoing.Encoded);
        effects.Delivered.Add((head.Key, instanceId, new InboxMessage(rowId, message)));
    }

    /// <summary>The statuses of instances that still take turns.</summary>
    public static IReadOnlyCollection<OrchestrationStatus> Active { get; } =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    private static bool Accepts(TaskHubWriter writer, InstanceHead head, OutgoingMessage outgoing, DateTime now, Effects effects)
    {
        switch (outgoing.Message.Event)
        {
            case ExecutionRewoundEvent when head.IsTerminal:
                writer.SetStatus(head.Key, OrchestrationStatus.Running, now);
                return true;
            case ExecutionTerminatedEvent terminated when head is { Started: false, ScheduledAt: DateTime startAt } && startAt > now:
                TerminateUnstarted(writer, head, outgoing.Message.OrchestrationInstance.InstanceId, terminated, now, effects);
                return false;
            default:
                string? executionId = outgoing.Message.OrchestrationInstance.ExecutionId;
                return !head.IsTerminal && (string.IsNullOrEmpty(executionId) || executionId == head.ExecutionId || head.WasRewoundFrom(executionId));
        }
    }

    // What has not begun is ended here: nothing of it may run, not even the orchestrator's first steps.
    private static void TerminateUnstarted(
        TaskHubWriter writer, InstanceHead head, string instanceId, ExecutionTerminatedEvent terminated, DateTime now, Effects effects)
    {
        writer.ClearInbox(head.Key);
        writer.SetStatus(head.Key, OrchestrationStatus.Terminated, now);
        writer.Complete(head.Key, now, null, terminated.Input);
        HistoryEvent[] history =
        [
            terminated,
            new ExecutionCompletedEvent(-1, terminated.Input, OrchestrationStatus.Terminated) { Timestamp = now },
        ];
        writer.AppendHistory(head.Key, 0, EventEncoder.Encode(history));
        effects.End(head.Key, instanceId);
    }

    // The id is taken by an instance that is under way. The parent hears of it as of any other failure.
    private static void RefuseChild(TaskHubWriter writer, ExecutionStartedEvent start, OrchestrationStatus status, DateTime now, Effects effects)
    {
        if (start.ParentInstance is not ParentInstance parent)
        {
            return;
        }

        SubOrchestrationInstanceFailedEvent refusal = Refusal<OrchestrationAlreadyExistsException>(
            parent.TaskScheduleId,
            $"A sub-orchestration with the id '{start.OrchestrationInstance.InstanceId}' cannot be started: an instance with that id exists and is {status}.");
        refusal.Timestamp = now;
        Deliver(writer, new OutgoingMessage(new TaskMessage { OrchestrationInstance = parent.OrchestrationInstance, Event = refusal }), now, effects);
    }

    /// <summary>Tells a parent that its sub-orchestration will not run, whatever it tries.</summary>
    public static SubOrchestrationInstanceFailedEvent Refusal<TException>(int taskId, string reason) =>
        new(-1, taskId, reason, null, new FailureDetails(typeof(TException).FullName!, reason, null, null, isNonRetriable: true));
}
