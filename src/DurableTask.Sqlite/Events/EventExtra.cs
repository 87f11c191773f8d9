using System.Text.Json;
using System.Text.Json.Serialization;
using DurableTask.Core.Tracing;

namespace DurableTask.Sqlite.Events;

/// <summary>What the framework's events carry and the protobuf message has no field for. Few events have any of it.</summary>
internal sealed record EventExtra(
    string? Reason = null,
    string? Details = null,
    string? ClientSpanId = null,
    string? Correlation = null,
    int? Generation = null,
    bool? GenerateNewTrace = null,
    string? TraceId = null,
    string? TraceSpanId = null,
    DateTimeOffset? TraceStartTime = null,
    string? TraceParent = null,
    string? TraceState = null)
{
    /// <summary>The extra part of an event as JSON; null if it has none.</summary>
    public static string? Of(HistoryEvent e)
    {
        EventExtra? extra = e switch
        {
            TaskFailedEvent x => new() { Reason = x.Reason, Details = x.Details },
            SubOrchestrationInstanceFailedEvent x => new() { Reason = x.Reason, Details = x.Details },
            SubOrchestrationInstanceCreatedEvent x => new() { ClientSpanId = x.ClientSpanId },
            EventRaisedEvent { ParentTraceContext: DistributedTraceContext trace } => new() { TraceParent = trace.TraceParent, TraceState = trace.TraceState },
            ExecutionStartedEvent x => new()
            {
                Correlation = x.Correlation,
                Generation = x.Generation,
                GenerateNewTrace = x.GenerateNewTrace ? true : null,
                TraceId = x.ParentTraceContext?.Id,
                TraceSpanId = x.ParentTraceContext?.SpanId,
                TraceStartTime = x.ParentTraceContext?.ActivityStartTime,
            },
            _ => null,
        };
        return extra is null || extra == new EventExtra() ? null : JsonSerializer.Serialize(extra, EventExtraContext.Default.EventExtra);
    }

    public static EventExtra Parse(string json) => JsonSerializer.Deserialize(json, EventExtraContext.Default.EventExtra) ?? new EventExtra();
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(EventExtra))]
internal sealed partial class EventExtraContext : JsonSerializerContext;
