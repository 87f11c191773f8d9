namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A turn began: its timestamp is what the orchestrator sees as the current time.</summary>
public sealed record OrchestratorStarted() : HistoryEvent;
