using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A sub-orchestration failed, was terminated, or could not be created.</summary>
/// <param name="TaskScheduledId">The id it was scheduled under.</param>
/// <param name="Failure">Why.</param>
public sealed record SubOrchestrationFailed(int TaskScheduledId, TaskFailureDetails Failure) : HistoryEvent;
