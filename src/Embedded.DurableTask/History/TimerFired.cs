namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A durable timer fired.</summary>
/// <param name="TimerId">The id it was created under.</param>
/// <param name="FireAt">When it was due, in UTC.</param>
public sealed record TimerFired(int TimerId, DateTime FireAt) : HistoryEvent;
