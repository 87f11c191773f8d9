using DurableTask.Core.Tracing;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace DurableTask.Sqlite.Events;

/// <summary>Reads what <see cref="EventEncoder"/> wrote.</summary>
internal static class EventDecoder
{
    public static void Decode(byte[] data, List<HistoryEvent> events)
    {
        using var input = new CodedInputStream(data);
        while (input.ReadTag() is var tag and not 0)
        {
            if (tag != EventEncoder.EventTag)
            {
                input.SkipLastField();
                continue;
            }

            var message = new P.HistoryEvent();
            input.ReadMessage(message);
            EventExtra? extra = null;
            if (input.PeekTag() == EventEncoder.ExtraTag)
            {
                input.ReadTag();
                extra = EventExtra.Parse(input.ReadString());
            }

            events.Add(FromProto(message, extra));
        }
    }

    public static HistoryEvent DecodeOne(byte[] data)
    {
        var events = new List<HistoryEvent>(1);
        Decode(data, events);
        return events[0];
    }

    public static FailureDetails? DecodeFailure(byte[] data) => FromProto(P.TaskFailureDetails.Parser.ParseFrom(data));

    private static HistoryEvent FromProto(P.HistoryEvent message, EventExtra? extra)
    {
        int id = message.EventId;
        HistoryEvent e = message switch
        {
            { OrchestratorStarted: not null } => new OrchestratorStartedEvent(id),
            { OrchestratorCompleted: not null } => new OrchestratorCompletedEvent(id),
            { TaskScheduled: { } x } => new TaskScheduledEvent(id, x.Name, x.Version, x.Input) { ParentTraceContext = FromProto(x.ParentTraceContext), Tags = Tags(x.Tags) },
            { TaskCompleted: { } x } => new TaskCompletedEvent(id, x.TaskScheduledId, x.Result),
            { TaskFailed: { } x } => new TaskFailedEvent(id, x.TaskScheduledId, extra?.Reason, extra?.Details, FromProto(x.FailureDetails)),
            { ExecutionStarted: { } x } => Started(id, x, extra),
            { ExecutionCompleted: { } x } => new ExecutionCompletedEvent(id, x.Result, (OrchestrationStatus)(int)x.OrchestrationStatus, FromProto(x.FailureDetails)),
            { ContinueAsNew: { } x } => new ContinueAsNewEvent(id, x.Input),
            { ExecutionTerminated: { } x } => new ExecutionTerminatedEvent(id, x.Input),
            { ExecutionSuspended: { } x } => new ExecutionSuspendedEvent(id, x.Input),
            { ExecutionResumed: { } x } => new ExecutionResumedEvent(id, x.Input),
            { ExecutionRewound: { } x } => new ExecutionRewoundEvent(id, x.Reason)
            {
                ParentExecutionId = x.ParentExecutionId,
                InstanceId = x.InstanceId,
                ParentTraceContext = FromProto(x.ParentTraceContext),
            },
            { SubOrchestrationInstanceCreated: { } x } => new SubOrchestrationInstanceCreatedEvent(id)
            {
                InstanceId = x.InstanceId,
                Name = x.Name,
                Version = x.Version,
                Input = x.Input,
                Tags = Tags(x.Tags),
                ClientSpanId = extra?.ClientSpanId,
            },
            { SubOrchestrationInstanceCompleted: { } x } => new SubOrchestrationInstanceCompletedEvent(id, x.TaskScheduledId, x.Result),
            { SubOrchestrationInstanceFailed: { } x } => new SubOrchestrationInstanceFailedEvent(
                id, x.TaskScheduledId, extra?.Reason, extra?.Details, FromProto(x.FailureDetails)),
            { TimerCreated: { } x } => new TimerCreatedEvent(id, x.FireAt.ToDateTime()),
            { TimerFired: { } x } => new TimerFiredEvent(id, x.FireAt.ToDateTime()) { TimerId = x.TimerId },
            { EventSent: { } x } => new EventSentEvent(id) { InstanceId = x.InstanceId, Name = x.Name, Input = x.Input },
            { EventRaised: { } x } => new EventRaisedEvent(id, x.Input)
            {
                Name = x.Name,
                ParentTraceContext = extra?.TraceParent is string trace ? new DistributedTraceContext(trace, extra.TraceState) : null,
            },
            { GenericEvent: { } x } => new GenericEvent(id, x.Data),
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
        failure.Properties.Count == 0 ? null : failure.Properties.ToDictionary(p => p.Key, p => FromProto(p.Value)));

    private static Dictionary<string, string>? Tags(MapField<string, string> tags) => tags.Count == 0 ? null : new(tags);

    private static object? FromProto(Value value) => value.KindCase switch
    {
        Value.KindOneofCase.BoolValue => value.BoolValue,
        Value.KindOneofCase.StringValue => value.StringValue,
        Value.KindOneofCase.NumberValue => value.NumberValue,
        Value.KindOneofCase.StructValue => value.StructValue.Fields.ToDictionary(p => p.Key, p => FromProto(p.Value)),
        Value.KindOneofCase.ListValue => value.ListValue.Values.Select(FromProto).ToList(),
        _ => null,
    };
}
