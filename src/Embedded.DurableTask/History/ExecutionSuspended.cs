namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The instance was suspended: events are kept back until it is resumed.</summary>
/// <param name="Reason">The reason given.</param>
public sealed record ExecutionSuspended(string? Reason) : HistoryEvent;
