namespace EmbeddedFunctions.DurableTask.History;

/// <summary>An activity returned.</summary>
/// <param name="TaskScheduledId">The id it was scheduled under.</param>
/// <param name="Result">Its serialized output.</param>
public sealed record TaskCompleted(int TaskScheduledId, string? Result) : HistoryEvent;
