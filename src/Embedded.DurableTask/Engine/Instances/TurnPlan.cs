using System.Diagnostics;
using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>What a turn's result means for the store: the instance's own row and history, new children, messages to others.</summary>
internal sealed record TurnPlan(TurnWrite Write, IReadOnlyList<NewInstance> Creates, IReadOnlyList<NewMessage> Messages)
{
    public static TurnPlan Of(InstanceRecord before, OrchestrationSession session, TurnResult result, long consumed, DateTime now)
    {
        bool startsOver = result.Next is not null;
        bool over = InstanceRecord.IsOverStatus(result.Status);
        InstanceRecord after = before with
        {
            Status = result.Status,
            UpdatedAt = now,
            CompletedAt = over ? now : null,
            Turns = startsOver ? 0 : before.Turns + 1,
            OpenTasks = startsOver || over ? 0 : session.Context.OpenActivities,
            WakeAt = startsOver || over ? null : session.NextTimer,
            ScheduledAt = startsOver ? null : before.ScheduledAt,
            ConsumedInbox = consumed,
            CustomStatus = session.Context.CustomStatus,
            Version = startsOver ? session.Context.NextVersion : before.Version,
            ExecutionId = startsOver ? Guid.NewGuid().ToString("N") : before.ExecutionId,
            Input = startsOver ? result.Next!.Input : before.Input,
            Output = result.Output,
            Failure = HistoryWriter.EncodeFailure(result.Failure),
        };
        byte[]? history = startsOver
            ? (result.Carried.Count > 0 ? HistoryWriter.Encode(result.Carried) : null)
            : HistoryWriter.Encode(result.History);
        var write = new TurnWrite(after, history, startsOver, session.Context.CustomStatusChanged, consumed != before.ConsumedInbox);
        session.Context.CustomStatusChanged = false;
        return new TurnPlan(write, NewChildren(before, result, now), Outgoing(before, result));
    }

    /// <summary>The record of a child that an orchestrator has called for.</summary>
    public static InstanceRecord NewChild(InstanceRecord parent, SubOrchestrationCreated child, DateTime now)
    {
        using Activity? span = EngineTracing.StartCreation(child.Name, child.InstanceId, parent.TraceParent);
        return new InstanceRecord
        {
            InstanceId = child.InstanceId,
            ExecutionId = Guid.NewGuid().ToString("N"),
            Name = child.Name,
            CreatedAt = now,
            UpdatedAt = now,
            Input = child.Input,
            Parent = new ParentLink(parent.InstanceId, parent.ExecutionId, parent.Name, child.EventId),
            TraceParent = span?.Id ?? parent.TraceParent,
            Tags = Merged(parent.Tags, child.Tags),
        };
    }

    private static List<NewInstance> NewChildren(InstanceRecord parent, TurnResult result, DateTime now)
    {
        var creates = new List<NewInstance>();
        foreach (SubOrchestrationCreated child in result.Scheduled.OfType<SubOrchestrationCreated>())
        {
            creates.Add(new NewInstance(NewChild(parent, child, now))
            {
                WhenBlocked = new NewMessage(parent.InstanceId, parent.ExecutionId, new SubOrchestrationFailed(child.EventId, Blocked(child)) { Timestamp = now }),
            });
        }

        return creates;
    }

    /// <summary>A child has its parent's tags, and its own over them.</summary>
    private static IReadOnlyDictionary<string, string>? Merged(IReadOnlyDictionary<string, string>? inherited, IDictionary<string, string>? own)
    {
        if (own is null or { Count: 0 })
        {
            return inherited;
        }

        var merged = new Dictionary<string, string>(inherited ?? new Dictionary<string, string>());
        foreach ((string key, string value) in own)
        {
            merged[key] = value;
        }

        return merged;
    }

    private static List<NewMessage> Outgoing(InstanceRecord sender, TurnResult result)
    {
        var messages = new List<NewMessage>();
        foreach (EventSent sent in result.Scheduled.OfType<EventSent>())
        {
            messages.Add(new NewMessage(sent.InstanceId, null, new EventRaised(sent.Name, sent.Input) { Timestamp = sent.Timestamp }));
        }

        foreach (string child in result.ChildrenToTerminate)
        {
            messages.Add(new NewMessage(child, null, new ExecutionTerminated(result.Output, Recursive: true) { Timestamp = result.History[0].Timestamp }));
        }

        if (sender.Parent is { } parent && InstanceRecord.IsOverStatus(result.Status))
        {
            messages.Add(new NewMessage(parent.InstanceId, parent.ExecutionId, Answer(sender, parent, result)));
        }

        return messages;
    }

    private static HistoryEvent Answer(InstanceRecord child, ParentLink parent, TurnResult result)
    {
        DateTime time = result.History[0].Timestamp;
        return result.Status switch
        {
            OrchestrationRuntimeStatus.Completed => new SubOrchestrationCompleted(parent.TaskId, result.Output) { Timestamp = time },
            OrchestrationRuntimeStatus.Failed => new SubOrchestrationFailed(parent.TaskId, result.Failure!) { Timestamp = time },
            _ => new SubOrchestrationFailed(parent.TaskId, Terminated(child, result.Output)) { Timestamp = time },
        };
    }

    private static TaskFailureDetails Terminated(InstanceRecord child, string? output) => new(
        "OrchestrationTerminated",
        $"The sub-orchestration '{child.Name}' (instance '{child.InstanceId}') was terminated{(output is null ? "." : $" with {output}.")}",
        null,
        null,
        null);

    private static TaskFailureDetails Blocked(SubOrchestrationCreated child) => new(
        "OrchestrationAlreadyExists",
        $"The sub-orchestration '{child.Name}' could not be started: an unfinished instance with the id '{child.InstanceId}' exists already. Use another id, or none.",
        null,
        null,
        null);
}
