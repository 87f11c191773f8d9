using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The execution is over.</summary>
/// <param name="Status">Completed, Failed or Terminated.</param>
/// <param name="Result">The serialized output, if any.</param>
/// <param name="Failure">Why it failed, if it did.</param>
public sealed record ExecutionCompleted(OrchestrationRuntimeStatus Status, string? Result, TaskFailureDetails? Failure) : HistoryEvent;
