namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The instance was told to end.</summary>
/// <param name="Output">The serialized output that it ends with.</param>
/// <param name="Recursive">Whether its running sub-orchestrations end as well.</param>
public sealed record ExecutionTerminated(string? Output, bool Recursive) : HistoryEvent;
