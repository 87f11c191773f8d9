using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.History;

/// <summary>An activity threw.</summary>
/// <param name="TaskScheduledId">The id it was scheduled under.</param>
/// <param name="Failure">What it threw.</param>
public sealed record TaskFailed(int TaskScheduledId, TaskFailureDetails Failure) : HistoryEvent;
