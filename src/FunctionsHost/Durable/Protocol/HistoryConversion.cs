using DurableTask.Core.History;
using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Protocol;

/// <summary>Turns the engine's history events into the messages that the worker reads.</summary>
internal static class HistoryConversion
{
    private static readonly Dictionary<string, string> NoTags = [];

    /// <summary>An event as the worker replays it: without the inputs of what was scheduled, which it makes again.</summary>
    public static P.HistoryEvent ToReplay(HistoryEvent source)
    {
        var message = ToMessage(source);
        if (message.TaskScheduled is { } task)
        {
            task.Input = null;
        }
        else if (message.SubOrchestrationInstanceCreated is { } created)
        {
            created.Input = null;
        }

        return message;
    }

    /// <summary>An event with all that it says.</summary>
    /// <exception cref="NotSupportedException">The protocol has no such event.</exception>
    public static P.HistoryEvent ToMessage(HistoryEvent source)
    {
        var message = new P.HistoryEvent { EventId = source.EventId, Timestamp = Times.ToTimestamp(source.Timestamp) };
        switch (source)
        {
            case OrchestratorStartedEvent:
                message.OrchestratorStarted = new P.OrchestratorStartedEvent();
                break;
            case OrchestratorCompletedEvent:
                message.OrchestratorCompleted = new P.OrchestratorCompletedEvent();
                break;
            case TaskScheduledEvent scheduled:
                message.TaskScheduled = new P.TaskScheduledEvent { Name = scheduled.Name, Version = scheduled.Version, Input = scheduled.Input, Tags = { Tags(scheduled.Tags) } };
                break;
            case TaskCompletedEvent completed:
                message.TaskCompleted = new P.TaskCompletedEvent { TaskScheduledId = completed.TaskScheduledId, Result = completed.Result };
                break;
            case TaskFailedEvent failed:
                message.TaskFailed = new P.TaskFailedEvent { TaskScheduledId = failed.TaskScheduledId, FailureDetails = Failure(failed.FailureDetails, failed.Reason, failed.Details) };
                break;
            case SubOrchestrationInstanceCreatedEvent created:
                message.SubOrchestrationInstanceCreated = new P.SubOrchestrationInstanceCreatedEvent
                {
                    InstanceId = created.InstanceId,
                    Name = created.Name,
                    Version = created.Version,
                    Input = created.Input,
                    Tags = { Tags(created.Tags) },
                };
                break;
            case SubOrchestrationInstanceCompletedEvent completed:
                message.SubOrchestrationInstanceCompleted = new P.SubOrchestrationInstanceCompletedEvent { TaskScheduledId = completed.TaskScheduledId, Result = completed.Result };
                break;
            case SubOrchestrationInstanceFailedEvent failed:
                message.SubOrchestrationInstanceFailed = new P.SubOrchestrationInstanceFailedEvent { TaskScheduledId = failed.TaskScheduledId, FailureDetails = Failure(failed.FailureDetails, failed.Reason, failed.Details) };
                break;
            case TimerCreatedEvent timer:
                message.TimerCreated = new P.TimerCreatedEvent { FireAt = Times.ToTimestamp(timer.FireAt) };
                break;
            case TimerFiredEvent timer:
                message.TimerFired = new P.TimerFiredEvent { FireAt = Times.ToTimestamp(timer.FireAt), TimerId = timer.TimerId };
                break;
            case EventRaisedEvent raised:
                message.EventRaised = new P.EventRaisedEvent { Name = raised.Name, Input = raised.Input };
                break;
            case EventSentEvent sent:
                message.EventSent = new P.EventSentEvent { InstanceId = sent.InstanceId, Name = sent.Name, Input = sent.Input };
                break;
            case ExecutionStartedEvent started:
                message.ExecutionStarted = Started(started);
                break;
            case ContinueAsNewEvent again:
                message.ContinueAsNew = new P.ContinueAsNewEvent { Input = again.Result };
                break;
            case ExecutionCompletedEvent completed:
                message.ExecutionCompleted = new P.ExecutionCompletedEvent
                {
                    OrchestrationStatus = (P.OrchestrationStatus)completed.OrchestrationStatus,
                    Result = completed.Result,
                    FailureDetails = FailureConversion.ToMessage(completed.FailureDetails),
                };
                break;
            case ExecutionTerminatedEvent terminated:
                message.ExecutionTerminated = new P.ExecutionTerminatedEvent { Input = terminated.Input };
                break;
            case ExecutionSuspendedEvent suspended:
                message.ExecutionSuspended = new P.ExecutionSuspendedEvent { Input = suspended.Reason };
                break;
            case ExecutionResumedEvent resumed:
                message.ExecutionResumed = new P.ExecutionResumedEvent { Input = resumed.Reason };
                break;
            case ExecutionRewoundEvent rewound:
                message.ExecutionRewound = new P.ExecutionRewoundEvent { Reason = rewound.Reason, ParentExecutionId = rewound.ParentExecutionId, InstanceId = rewound.InstanceId };
                break;
            case GenericEvent generic:
                message.GenericEvent = new P.GenericEvent { Data = generic.Data };
                break;
            default:
                throw new NotSupportedException($"A history event of type {source.EventType} cannot be sent to the worker.");
        }

        return message;
    }

    private static P.TaskFailureDetails Failure(FailureDetails? failure, string? reason, string? details)
        => FailureConversion.ToMessage(failure) ?? FailureConversion.FromReason(reason, details);

    private static P.ExecutionStartedEvent Started(ExecutionStartedEvent source)
    {
        var message = new P.ExecutionStartedEvent
        {
            Name = source.Name,
            Version = source.Version,
            Input = source.Input,
            OrchestrationInstance = Instance(source.OrchestrationInstance),
            ScheduledStartTimestamp = Times.ToTimestamp(source.ScheduledStartTime),
            Tags = { Tags(source.Tags) },
        };
        if (source.ParentInstance is { } parent)
        {
            message.ParentInstance = new P.ParentInstanceInfo
            {
                Name = parent.Name,
                Version = parent.Version,
                TaskScheduledId = parent.TaskScheduleId,
                OrchestrationInstance = Instance(parent.OrchestrationInstance),
            };
        }

        if (source.ParentTraceContext is { TraceParent: { } traceParent } trace)
        {
            message.ParentTraceContext = new P.TraceContext { TraceParent = traceParent, TraceState = trace.TraceState };
        }

        return message;
    }

    private static P.OrchestrationInstance Instance(OrchestrationInstance source) => new() { InstanceId = source.InstanceId, ExecutionId = source.ExecutionId };

    private static IDictionary<string, string> Tags(IDictionary<string, string>? tags) => tags ?? NoTags;
}

/// <summary>Times as the protocol has them.</summary>
internal static class Times
{
    /// <summary>The engine's times are UTC, whether they say so or not.</summary>
    public static Timestamp ToTimestamp(DateTime time)
        => Timestamp.FromDateTime(time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc));

    public static Timestamp? ToTimestamp(DateTime? time) => time is { } value ? ToTimestamp(value) : null;
}
