namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The execution began.</summary>
/// <param name="Name">The orchestrator.</param>
/// <param name="Input">Its serialized input.</param>
public sealed record ExecutionStarted(string Name, string? Input) : HistoryEvent;
