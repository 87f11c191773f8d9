namespace EmbeddedFunctions.DurableTask.History;

/// <summary>One fact in the life of an orchestration instance. Payloads are strings as the data converter wrote them.</summary>
public abstract record HistoryEvent
{
    /// <summary>The id of the action that this event schedules, counted from 0 per execution; -1 for events that schedule nothing.</summary>
    public int EventId { get; init; } = -1;

    /// <summary>When the event happened, in UTC.</summary>
    public DateTime Timestamp { get; init; }
}
