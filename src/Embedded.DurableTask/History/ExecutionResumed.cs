namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The instance was resumed.</summary>
/// <param name="Reason">The reason given.</param>
public sealed record ExecutionResumed(string? Reason) : HistoryEvent;
