using DurableTask.Core.History;

namespace DurableTask.Sqlite.CrashHost;

/// <summary>What a crash host can be asked.</summary>
internal enum HostCommandKind
{
    /// <summary>Start an instance, unless there was one with its id already.</summary>
    Start,

    /// <summary>Raise an event.</summary>
    Raise,

    /// <summary>Give every instance's status and result.</summary>
    States,

    /// <summary>Give every instance's history, as what tells one event from another.</summary>
    Histories,

    /// <summary>Stop and close the file.</summary>
    Stop,
}

/// <summary>One line of what the host is asked.</summary>
/// <param name="Name">The orchestrator to start, or the event to raise.</param>
/// <param name="Text">The orchestrator's input as a number, or the event's payload.</param>
internal sealed record HostCommand(HostCommandKind Kind, string? InstanceId = null, string? Name = null, string? Text = null);

/// <summary>One line of what the host answers; an answer to a command means that its effect is on the disk.</summary>
internal sealed record HostAnswer
{
    /// <summary>By instance: its status, and its output or failure when it has ended.</summary>
    public IReadOnlyDictionary<string, string>? States { get; init; }

    /// <summary>By instance: its history's events, as <see cref="EventKey"/> has them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Histories { get; init; }
}

/// <summary>What tells a history event from all others that one history may rightly hold.</summary>
internal static class EventKey
{
    /// <returns>The key; null for events of which there may be many alike, such as the start of a turn.</returns>
    public static string? Of(HistoryEvent item) => item switch
    {
        TaskScheduledEvent or SubOrchestrationInstanceCreatedEvent or TimerCreatedEvent or EventSentEvent => $"scheduled {item.EventId}",

        // A task has one end, good or bad.
        TaskCompletedEvent e => $"ended {e.TaskScheduledId}",
        TaskFailedEvent e => $"ended {e.TaskScheduledId}",
        SubOrchestrationInstanceCompletedEvent e => $"ended {e.TaskScheduledId}",
        SubOrchestrationInstanceFailedEvent e => $"ended {e.TaskScheduledId}",
        TimerFiredEvent e => $"ended {e.TimerId}",

        // Whoever raises events here never raises the same one twice.
        EventRaisedEvent e => $"raised {e.Name} {e.Input}",
        ExecutionStartedEvent => "started",
        ExecutionCompletedEvent => "completed",
        _ => null,
    };
}
