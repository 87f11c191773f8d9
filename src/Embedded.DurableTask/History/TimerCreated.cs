namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A durable timer was created under <see cref="HistoryEvent.EventId"/>.</summary>
/// <param name="FireAt">When it is due, in UTC.</param>
public sealed record TimerCreated(DateTime FireAt) : HistoryEvent;
