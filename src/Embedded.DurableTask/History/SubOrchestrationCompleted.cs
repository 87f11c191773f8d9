namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A sub-orchestration completed.</summary>
/// <param name="TaskScheduledId">The id it was scheduled under.</param>
/// <param name="Result">Its serialized output.</param>
public sealed record SubOrchestrationCompleted(int TaskScheduledId, string? Result) : HistoryEvent;
