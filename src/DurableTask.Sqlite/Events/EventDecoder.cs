using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Tracing;
using Google.Protobuf;
using Google.Protobuf.Collections;
using P = Microsoft.DurableTask.Protobuf;

namespace DurableTask.Sqlite.Events;

/// <summary>Reads what <see cref="EventEncoder"/> wrote.</summary>
internal static class EventDecoder
{
    public static void Decode(byte[] data, List<HistoryEvent> events)
    {
        using var input = new CodedInputStream(data);
        P.HistoryEvent? waiting = null;
        while (input.ReadTag() is uint tag and not 0)
        {
            switch (tag)
            {
                case EventEncoder.EventTag:
                    if (waiting is not null)
                    {
                        events.Add(FromProto(waiting, null));
                    }

                    waiting = new P.HistoryEvent();
                    input.ReadMessage(waiting);
                    break;
                case EventEncoder.ExtraTag when waiting is not null:
                    events.Add(FromProto(waiting, EventExtra.Parse(input.ReadString())));
                    waiting = null;
                    break;
                default:
                    input.SkipLastField();
                    break;
            }
        }

        if (waiting is not null)
        {
            events.Add(FromProto(waiting, null));
        }
    }

    public static HistoryEvent DecodeOne(byte[] data)
    {
        var events = new List<HistoryEvent>(1);
        Decode(data, events);
        return events[0];
    }

    public static FailureDetails? DecodeFailure(byte[]? data) => data is null ? null : FromProto(P.TaskFailureDetails.Parser.ParseFrom(data));

    private static HistoryEvent FromProto(P.HistoryEvent message, EventExtra? extra)
    {
        int id = message.EventId;
        HistoryEvent e = message.EventTypeCase switch
        {
            P.HistoryEvent.EventTypeOneofCase.ExecutionStarted => Started(id, message.ExecutionStarted, extra),
            P.HistoryEvent.EventTypeOneofCase.ContinueAsNew => new ContinueAsNewEvent(id, message.ContinueAsNew.Input),
            P.HistoryEvent.EventTypeOneofCase.ExecutionCompleted => new ExecutionCompletedEvent(
                id,
                message.ExecutionCompleted.Result,
                (OrchestrationStatus)(int)message.ExecutionCompleted.OrchestrationStatus,
                FromProto(message.ExecutionCompleted.FailureDetails)),
            P.HistoryEvent.EventTypeOneofCase.ExecutionTerminated => new ExecutionTerminatedEvent(id, message.ExecutionTerminated.Input),
            P.HistoryEvent.EventTypeOneofCase.ExecutionSuspended => new ExecutionSuspendedEvent(id, message.ExecutionSuspended.Input),
            P.HistoryEvent.EventTypeOneofCase.ExecutionResumed => new ExecutionResumedEvent(id, message.ExecutionResumed.Input),
            P.HistoryEvent.EventTypeOneofCase.ExecutionRewound => new ExecutionRewoundEvent(id, message.ExecutionRewound.Reason)
            {
                ParentExecutionId = message.ExecutionRewound.ParentExecutionId,
                InstanceId = message.ExecutionRewound.InstanceId,
                ParentTraceContext = FromProto(message.ExecutionRewound.ParentTraceContext),
            },
            P.HistoryEvent.EventTypeOneofCase.TaskScheduled => new TaskScheduledEvent(id, message.TaskScheduled.Name, message.TaskScheduled.Version, message.TaskScheduled.Input)
            {
                ParentTraceContext = FromProto(message.TaskScheduled.ParentTraceContext),
                Tags = Tags(message.TaskScheduled.Tags),
            },
            P.HistoryEvent.EventTypeOneofCase.TaskCompleted => new TaskCompletedEvent(id, message.TaskCompleted.TaskScheduledId, message.TaskCompleted.Result),
            P.HistoryEvent.EventTypeOneofCase.TaskFailed => new TaskFailedEvent(
                id, message.TaskFailed.TaskScheduledId, extra?.Reason, extra?.Details, FromProto(message.TaskFailed.FailureDetails)),
            P.HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCreated => new SubOrchestrationInstanceCreatedEvent(id)
            {
                InstanceId = message.SubOrchestrationInstanceCreated.InstanceId,
                Name = message.SubOrchestrationInstanceCreated.Name,
                Version = message.SubOrchestrationInstanceCreated.Version,
                Input = message.SubOrchestrationInstanceCreated.Input,
                Tags = Tags(message.SubOrchestrationInstanceCreated.Tags),
                ClientSpanId = extra?.ClientSpanId,
            },
            P.HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceCompleted => new SubOrchestrationInstanceCompletedEvent(
                id, message.SubOrchestrationInstanceCompleted.TaskScheduledId, message.SubOrchestrationInstanceCompleted.Result),
            P.HistoryEvent.EventTypeOneofCase.SubOrchestrationInstanceFailed => new SubOrchestrationInstanceFailedEvent(
                id,
                message.SubOrchestrationInstanceFailed.TaskScheduledId,
                extra?.Reason,
                extra?.Details,
                FromProto(message.SubOrchestrationInstanceFailed.FailureDetails)),
            P.HistoryEvent.EventTypeOneofCase.TimerCreated => new TimerCreatedEvent(id, message.TimerCreated.FireAt.ToDateTime()),
            P.HistoryEvent.EventTypeOneofCase.TimerFired => new TimerFiredEvent(id, message.TimerFired.FireAt.ToDateTime()) { TimerId = message.TimerFired.TimerId },
            P.HistoryEvent.EventTypeOneofCase.EventSent => new EventSentEvent(id)
            {
                InstanceId = message.EventSent.InstanceId,
                Name = message.EventSent.Name,
                Input = message.EventSent.Input,
            },
            P.HistoryEvent.EventTypeOneofCase.EventRaised => new EventRaisedEvent(id, message.EventRaised.Input)
            {
                Name = message.EventRaised.Name,
                ParentTraceContext = extra?.TraceParent is string trace ? new DistributedTraceContext(trace, extra.TraceState) : null,
            },
            P.HistoryEvent.EventTypeOneofCase.GenericEvent => new GenericEvent(id, message.GenericEvent.Data),
            P.HistoryEvent.EventTypeOneofCase.OrchestratorStarted => new OrchestratorStartedEvent(id),
            P.HistoryEvent.EventTypeOneofCase.OrchestratorCompleted => new OrchestratorCompletedEvent(id),
            _ => throw new NotSupportedException($"The task hub holds a history event that this version does not know ({message.EventTypeCase})."),
        };
        e.Timestamp = message.Timestamp.ToDateTime();
        return e;
    }

    private static ExecutionStartedEvent Started(int id, P.ExecutionStartedEvent message, EventExtra? extra)
    {
        DistributedTraceContext? trace = FromProto(message.ParentTraceContext);
        if (trace is not null)
        {
            trace.Id = extra?.TraceId;
            trace.SpanId = extra?.TraceSpanId;
            trace.ActivityStartTime = extra?.TraceStartTime;
        }

        return new ExecutionStartedEvent(id, message.Input)
        {
            Name = message.Name,
            Version = message.Version,
            OrchestrationInstance = FromProto(message.OrchestrationInstance)!,
            ParentInstance = message.ParentInstance is not P.ParentInstanceInfo parent ? null : new ParentInstance
            {
                Name = parent.Name,
                Version = parent.Version,
                TaskScheduleId = parent.TaskScheduledId,
                OrchestrationInstance = FromProto(parent.OrchestrationInstance),
            },
            ScheduledStartTime = message.ScheduledStartTimestamp?.ToDateTime(),
            ParentTraceContext = trace,
            Tags = Tags(message.Tags),
            Correlation = extra?.Correlation,
            Generation = extra?.Generation,
            GenerateNewTrace = extra?.GenerateNewTrace ?? false,
        };
    }

    private static OrchestrationInstance? FromProto(P.OrchestrationInstance? instance) =>
        instance is null ? null : new() { InstanceId = instance.InstanceId, ExecutionId = instance.ExecutionId };

    private static DistributedTraceContext? FromProto(P.TraceContext? context) =>
        context is null ? null : new DistributedTraceContext(context.TraceParent, context.TraceState);

    private static FailureDetails? FromProto(P.TaskFailureDetails? failure) => failure is null ? null : new FailureDetails(
        failure.ErrorType,
        failure.ErrorMessage,
        failure.StackTrace,
        FromProto(failure.InnerFailure),
        failure.IsNonRetriable,
        failure.Properties.Count == 0 ? null : failure.Properties.ToDictionary(p => p.Key, p => ValueConverter.FromProto(p.Value)));

    private static Dictionary<string, string>? Tags(MapField<string, string> tags) => tags.Count == 0 ? null : new(tags);
}
