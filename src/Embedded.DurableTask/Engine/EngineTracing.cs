using System.Diagnostics;
using EmbeddedFunctions.DurableTask.Engine.Activities;
using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>The engine's spans. All that an instance does hangs under the span that created it, which is kept with the instance.</summary>
internal static class EngineTracing
{
    public const string SourceName = "EmbeddedFunctions.DurableTask";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>The span of a creation; its id is the parent of whatever the new instance does.</summary>
    public static Activity? StartCreation(string name, string instanceId, string? traceParent)
    {
        Activity? span = Start($"create_orchestration:{name}", ActivityKind.Producer, traceParent, default);
        span?.SetTag("durabletask.type", "orchestration").SetTag("durabletask.task.name", name).SetTag("durabletask.task.instance_id", instanceId);
        return span;
    }

    public static Activity? StartActivity(ActivityWork work)
    {
        Activity? span = Start($"activity:{work.Task.Name}", ActivityKind.Server, work.TraceParent, default);
        span?.SetTag("durabletask.type", "activity")
            .SetTag("durabletask.task.name", work.Task.Name)
            .SetTag("durabletask.task.instance_id", work.Actor.InstanceId)
            .SetTag("durabletask.task.task_id", work.Task.EventId);
        return span;
    }

    /// <summary>The span of a whole orchestration, written when it is over.</summary>
    public static void OrchestrationEnded(InstanceRecord record)
    {
        using Activity? span = Start($"orchestration:{record.Name}", ActivityKind.Server, record.TraceParent, record.CreatedAt);
        if (span is not null)
        {
            span.SetTag("durabletask.type", "orchestration")
                .SetTag("durabletask.task.name", record.Name)
                .SetTag("durabletask.task.instance_id", record.InstanceId)
                .SetTag("durabletask.task.status", record.Status.ToString());
            span.SetStatus(record.Failure is null ? ActivityStatusCode.Ok : ActivityStatusCode.Error);
            span.SetEndTime(record.CompletedAt ?? record.UpdatedAt);
        }
    }

    /// <summary>The span of a timer, from its creation to its firing.</summary>
    public static void TimerFired(InstanceRecord record, DateTime createdAt, DateTime firedAt)
    {
        using Activity? span = Start($"orchestration:{record.Name}:timer", ActivityKind.Internal, record.TraceParent, createdAt);
        span?.SetTag("durabletask.type", "timer").SetTag("durabletask.task.instance_id", record.InstanceId).SetEndTime(firedAt);
    }

    private static Activity? Start(string name, ActivityKind kind, string? traceParent, DateTimeOffset startTime) =>
        Source.HasListeners()
            ? Source.StartActivity(
                name,
                kind,
                traceParent is not null && ActivityContext.TryParse(traceParent, null, isRemote: true, out ActivityContext parent) ? parent : default,
                tags: null,
                links: null,
                startTime)
            : null;
}
