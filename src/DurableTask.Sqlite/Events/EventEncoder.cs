using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Tracing;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;
using P = Microsoft.DurableTask.Protobuf;

namespace DurableTask.Sqlite.Events;

/// <summary>
/// Writes events as a protobuf message: field 1, repeated, is Microsoft.DurableTask.Grpc's HistoryEvent; field 2, where there is one,
/// belongs to the event before it and holds what that message has no field for (<see cref="EventExtra"/>).
/// </summary>
internal static class EventEncoder
{
    internal const uint EventTag = (1 << 3) | 2;
    internal const uint ExtraTag = (2 << 3) | 2;

    /// <param name="inputs">Inputs of scheduled tasks that the history's own events lack; null if none does.</param>
    public static byte[] Encode(IEnumerable<HistoryEvent> events, IReadOnlyDictionary<int, string?>? inputs = null)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            foreach (HistoryEvent e in events)
            {
                P.HistoryEvent message = ToProto(e);
                if (message.TaskScheduled is { Input: null } scheduled && inputs is not null && inputs.TryGetValue(e.EventId, out string? input))
                {
                    scheduled.Input = input;
                }

                output.WriteTag(EventTag);
                output.WriteMessage(message);
                if (EventExtra.Of(e) is string extra)
                {
                    output.WriteTag(ExtraTag);
                    output.WriteString(extra);
                }
            }
        }

        return stream.ToArray();
    }

    public static byte[] Encode(HistoryEvent e) => Encode([e]);

    public static byte[]? Encode(FailureDetails? failure) => failure is null ? null : ToProto(failure)!.ToByteArray();

    private static P.HistoryEvent ToProto(HistoryEvent e)
    {
        var message = new P.HistoryEvent { EventId = e.EventId, Timestamp = ToProto(e.Timestamp) };
        switch (e)
        {
            case ExecutionStartedEvent x:
                message.ExecutionStarted = new()
                {
                    Name = x.Name ?? "",
                    Version = x.Version,
                    Input = x.Input,
                    OrchestrationInstance = ToProto(x.OrchestrationInstance),
                    ParentInstance = ToProto(x.ParentInstance),
                    ScheduledStartTimestamp = x.ScheduledStartTime is DateTime at ? ToProto(at) : null,
                    ParentTraceContext = ToProto(x.ParentTraceContext),
                };
                AddTags(message.ExecutionStarted.Tags, x.Tags);
                break;
            case ContinueAsNewEvent x:
                message.ContinueAsNew = new() { Input = x.Result };
                break;
            case ExecutionCompletedEvent x:
                message.ExecutionCompleted = new()
                {
                    OrchestrationStatus = (P.OrchestrationStatus)(int)x.OrchestrationStatus,
                    Result = x.Result,
                    FailureDetails = ToProto(x.FailureDetails),
                };
                break;
            case ExecutionTerminatedEvent x:
                message.ExecutionTerminated = new() { Input = x.Input };
                break;
            case ExecutionSuspendedEvent x:
                message.ExecutionSuspended = new() { Input = x.Reason };
                break;
            case ExecutionResumedEvent x:
                message.ExecutionResumed = new() { Input = x.Reason };
                break;
            case ExecutionRewoundEvent x:
                message.ExecutionRewound = new()
                {
                    Reason = x.Reason,
                    ParentExecutionId = x.ParentExecutionId,
                    InstanceId = x.InstanceId,
                    ParentTraceContext = ToProto(x.ParentTraceContext),
                };
                break;
            case TaskScheduledEvent x:
                message.TaskScheduled = new() { Name = x.Name ?? "", Version = x.Version, Input = x.Input, ParentTraceContext = ToProto(x.ParentTraceContext) };
                AddTags(message.TaskScheduled.Tags, x.Tags);
                break;
            case TaskCompletedEvent x:
                message.TaskCompleted = new() { TaskScheduledId = x.TaskScheduledId, Result = x.Result };
                break;
            case TaskFailedEvent x:
                message.TaskFailed = new() { TaskScheduledId = x.TaskScheduledId, FailureDetails = ToProto(x.FailureDetails) };
                break;
            case SubOrchestrationInstanceCreatedEvent x:
                message.SubOrchestrationInstanceCreated = new() { InstanceId = x.InstanceId ?? "", Name = x.Name ?? "", Version = x.Version, Input = x.Input };
                AddTags(message.SubOrchestrationInstanceCreated.Tags, x.Tags);
                break;
            case SubOrchestrationInstanceCompletedEvent x:
                message.SubOrchestrationInstanceCompleted = new() { TaskScheduledId = x.TaskScheduledId, Result = x.Result };
                break;
            case SubOrchestrationInstanceFailedEvent x:
                message.SubOrchestrationInstanceFailed = new() { TaskScheduledId = x.TaskScheduledId, FailureDetails = ToProto(x.FailureDetails) };
                break;
            case TimerCreatedEvent x:
                message.TimerCreated = new() { FireAt = ToProto(x.FireAt) };
                break;
            case TimerFiredEvent x:
                message.TimerFired = new() { TimerId = x.TimerId, FireAt = ToProto(x.FireAt) };
                break;
            case EventSentEvent x:
                message.EventSent = new() { InstanceId = x.InstanceId ?? "", Name = x.Name ?? "", Input = x.Input };
                break;
            case EventRaisedEvent x:
                message.EventRaised = new() { Name = x.Name ?? "", Input = x.Input };
                break;
            case GenericEvent x:
                message.GenericEvent = new() { Data = x.Data };
                break;
            case OrchestratorStartedEvent:
                message.OrchestratorStarted = new();
                break;
            case OrchestratorCompletedEvent:
                message.OrchestratorCompleted = new();
                break;
            default:
                throw new NotSupportedException($"A history event of type {e.EventType} cannot be stored.");
        }

        return message;
    }

    // The framework's own times are UTC; what an orchestrator passes in may not say what it is, and then means UTC too.
    private static Timestamp ToProto(DateTime time) => Timestamp.FromDateTime(Utc(time));

    internal static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private static P.OrchestrationInstance? ToProto(OrchestrationInstance? instance) =>
        instance is null ? null : new() { InstanceId = instance.InstanceId ?? "", ExecutionId = instance.ExecutionId };

    private static P.ParentInstanceInfo? ToProto(ParentInstance? parent) => parent is null ? null : new()
    {
        TaskScheduledId = parent.TaskScheduleId,
        Name = parent.Name,
        Version = parent.Version,
        OrchestrationInstance = ToProto(parent.OrchestrationInstance),
    };

    private static P.TraceContext? ToProto(DistributedTraceContext? context) =>
        string.IsNullOrEmpty(context?.TraceParent) ? null : new() { TraceParent = context.TraceParent, TraceState = context.TraceState };

    private static P.TaskFailureDetails? ToProto(FailureDetails? failure)
    {
        if (failure is null)
        {
            return null;
        }

        var message = new P.TaskFailureDetails
        {
            ErrorType = failure.ErrorType ?? "",
            ErrorMessage = failure.ErrorMessage ?? "",
            StackTrace = failure.StackTrace,
            InnerFailure = ToProto(failure.InnerFailure),
            IsNonRetriable = failure.IsNonRetriable,
        };
        foreach ((string name, object? value) in failure.Properties ?? new Dictionary<string, object?>())
        {
            message.Properties[name] = ValueConverter.ToProto(value);
        }

        return message;
    }

    private static void AddTags(MapField<string, string> target, IDictionary<string, string>? tags)
    {
        foreach ((string name, string value) in tags ?? new Dictionary<string, string>())
        {
            target[name] = value ?? "";
        }
    }
}
