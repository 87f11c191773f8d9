using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>Holds what an orchestrator did on replay against what its history says that it did.</summary>
internal static class ReplayCheck
{
    public static bool IsScheduling(HistoryEvent item) =>
        item is TaskScheduled or SubOrchestrationCreated or TimerCreated or EventSent;

    /// <param name="turn">The recorded turn; its scheduling events begin at <paramref name="from"/>.</param>
    /// <param name="actual">What the code scheduled in the same turn.</param>
    public static void Compare(string orchestrator, IReadOnlyList<HistoryEvent> turn, int from, IReadOnlyList<HistoryEvent> actual)
    {
        int recorded = turn.Count - from;
        for (int i = 0; i < Math.Max(recorded, actual.Count); i++)
        {
            HistoryEvent? expected = i < recorded ? turn[from + i] : null;
            HistoryEvent? done = i < actual.Count ? actual[i] : null;
            if (!Same(expected, done))
            {
                throw new NonDeterministicException(OrchestratorFault.NonDeterministic(orchestrator, Describe(expected), Describe(done)));
            }
        }
    }

    private static bool Same(HistoryEvent? expected, HistoryEvent? done) => (expected, done) switch
    {
        (TaskScheduled a, TaskScheduled b) => a.EventId == b.EventId && SameName(a.Name, b.Name),
        (SubOrchestrationCreated a, SubOrchestrationCreated b) =>
            a.EventId == b.EventId && SameName(a.Name, b.Name) && a.InstanceId == b.InstanceId,
        (TimerCreated a, TimerCreated b) => a.EventId == b.EventId,
        (EventSent a, EventSent b) => a.EventId == b.EventId && a.InstanceId == b.InstanceId && SameName(a.Name, b.Name),
        _ => false,
    };

    private static bool SameName(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);

    private static string Describe(HistoryEvent? item) => item switch
    {
        TaskScheduled e => $"a call of the activity '{e.Name}' (#{e.EventId})",
        SubOrchestrationCreated e => $"a call of the sub-orchestrator '{e.Name}' (#{e.EventId}, instance '{e.InstanceId}')",
        TimerCreated e => $"a timer (#{e.EventId})",
        EventSent e => $"the event '{e.Name}' sent to '{e.InstanceId}' (#{e.EventId})",
        _ => "nothing more in that turn",
    };
}
