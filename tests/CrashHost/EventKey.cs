using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>What tells a history event from all others that one history may rightly hold.</summary>
internal static class EventKey
{
    /// <returns>The key; null for events of which there may be many alike, such as the start of a turn.</returns>
    public static string? Of(HistoryEvent item) => item switch
    {
        TaskScheduled e => $"scheduled {e.EventId}",
        SubOrchestrationCreated e => $"scheduled {e.EventId}",
        TimerCreated e => $"scheduled {e.EventId}",
        EventSent e => $"scheduled {e.EventId}",

        // A task has one end, good or bad.
        TaskCompleted e => $"ended {e.TaskScheduledId}",
        TaskFailed e => $"ended {e.TaskScheduledId}",
        SubOrchestrationCompleted e => $"ended {e.TaskScheduledId}",
        SubOrchestrationFailed e => $"ended {e.TaskScheduledId}",
        TimerFired e => $"ended {e.TimerId}",

        // Whoever raises events here never raises the same one twice.
        EventRaised e => $"raised {e.Name} {e.Input}",
        ExecutionStarted => "started",
        ExecutionCompleted => "completed",
        ContinuedAsNew => "continued",
        _ => null,
    };
}
