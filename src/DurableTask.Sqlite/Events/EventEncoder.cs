using System.Collections;
using System.Globalization;
using DurableTask.Core.Tracing;
using Google.Protobuf;
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

    private static readonly Dictionary<string, string> NoTags = [];

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
        P.HistoryEvent message = e switch
        {
            OrchestratorStartedEvent => new() { OrchestratorStarted = new() },
            OrchestratorCompletedEvent => new() { OrchestratorCompleted = new() },
            TaskScheduledEvent x => new()
            {
                TaskScheduled = new() { Name = x.Name ?? "", Version = x.Version, Input = x.Input, ParentTraceContext = ToProto(x.ParentTraceContext), Tags = { Tags(x.Tags) } },
            },
            TaskCompletedEvent x => new() { TaskCompleted = new() { TaskScheduledId = x.TaskScheduledId, Result = x.Result } },
            TaskFailedEvent x => new() { TaskFailed = new() { TaskScheduledId = x.TaskScheduledId, FailureDetails = ToProto(x.FailureDetails) } },
            ExecutionStartedEvent x => new()
            {
                ExecutionStarted = new()
                {
                    Name = x.Name ?? "",
                    Version = x.Version,
                    Input = x.Input,
                    OrchestrationInstance = ToProto(x.OrchestrationInstance),
                    ParentInstance = ToProto(x.ParentInstance),
                    ScheduledStartTimestamp = x.ScheduledStartTime is DateTime at ? ToProto(at) : null,
                    ParentTraceContext = ToProto(x.ParentTraceContext),
                    Tags = { Tags(x.Tags) },
                },
            },
            ContinueAsNewEvent x => new() { ContinueAsNew = new() { Input = x.Result } },
            ExecutionCompletedEvent x => new()
            {
                ExecutionCompleted = new() { OrchestrationStatus = (P.OrchestrationStatus)(int)x.OrchestrationStatus, Result = x.Result, FailureDetails = ToProto(x.FailureDetails) },
            },
            ExecutionTerminatedEvent x => new() { ExecutionTerminated = new() { Input = x.Input } },
            ExecutionSuspendedEvent x => new() { ExecutionSuspended = new() { Input = x.Reason } },
            ExecutionResumedEvent x => new() { ExecutionResumed = new() { Input = x.Reason } },
            ExecutionRewoundEvent x => new()
            {
                ExecutionRewound = new() { Reason = x.Reason, ParentExecutionId = x.ParentExecutionId, InstanceId = x.InstanceId, ParentTraceContext = ToProto(x.ParentTraceContext) },
            },
            SubOrchestrationInstanceCreatedEvent x => new()
            {
                SubOrchestrationInstanceCreated = new() { InstanceId = x.InstanceId ?? "", Name = x.Name ?? "", Version = x.Version, Input = x.Input, Tags = { Tags(x.Tags) } },
            },
            SubOrchestrationInstanceCompletedEvent x => new() { SubOrchestrationInstanceCompleted = new() { TaskScheduledId = x.TaskScheduledId, Result = x.Result } },
            SubOrchestrationInstanceFailedEvent x => new()
            {
                SubOrchestrationInstanceFailed = new() { TaskScheduledId = x.TaskScheduledId, FailureDetails = ToProto(x.FailureDetails) },
            },
            TimerCreatedEvent x => new() { TimerCreated = new() { FireAt = ToProto(x.FireAt) } },
            TimerFiredEvent x => new() { TimerFired = new() { TimerId = x.TimerId, FireAt = ToProto(x.FireAt) } },
            EventSentEvent x => new() { EventSent = new() { InstanceId = x.InstanceId ?? "", Name = x.Name ?? "", Input = x.Input } },
            EventRaisedEvent x => new() { EventRaised = new() { Name = x.Name ?? "", Input = x.Input } },
            GenericEvent x => new() { GenericEvent = new() { Data = x.Data } },
            _ => throw new NotSupportedException($"A history event of type {e.EventType} cannot be stored."),
        };
        message.EventId = e.EventId;
        message.Timestamp = ToProto(e.Timestamp);
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

    private static P.TaskFailureDetails? ToProto(FailureDetails? failure) => failure is null ? null : new()
    {
        ErrorType = failure.ErrorType ?? "",
        ErrorMessage = failure.ErrorMessage ?? "",
        StackTrace = failure.StackTrace,
        InnerFailure = ToProto(failure.InnerFailure),
        IsNonRetriable = failure.IsNonRetriable,
        Properties = { failure.Properties?.ToDictionary(p => p.Key, p => ToProto(p.Value)) ?? [] },
    };

    // A failure's properties may be anything.
    private static Value ToProto(object? value) => value switch
    {
        null => Value.ForNull(),
        bool x => Value.ForBool(x),
        string x => Value.ForString(x),
        DateTime x => Value.ForString(x.ToString("o", CultureInfo.InvariantCulture)),
        DateTimeOffset x => Value.ForString(x.ToString("o", CultureInfo.InvariantCulture)),
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal =>
            Value.ForNumber(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        IDictionary<string, object?> x => Value.ForStruct(new Struct { Fields = { x.ToDictionary(p => p.Key, p => ToProto(p.Value)) } }),
        IEnumerable x => Value.ForList([.. x.Cast<object?>().Select(ToProto)]),
        _ => Value.ForString(Convert.ToString(value, CultureInfo.InvariantCulture) ?? ""),
    };

    private static Dictionary<string, string> Tags(IDictionary<string, string>? tags) =>
        tags is not { Count: > 0 } ? NoTags : tags.ToDictionary(tag => tag.Key, tag => tag.Value ?? "");
}
