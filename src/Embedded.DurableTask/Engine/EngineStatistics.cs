namespace EmbeddedFunctions.DurableTask;

/// <summary>What an engine has done since it started.</summary>
/// <param name="Turns">Orchestrator turns that were committed.</param>
/// <param name="Activities">Activities that have ended, well or badly.</param>
/// <param name="Commits">Transactions that were written; many turns can share one.</param>
/// <param name="ReplayedEvents">History events that were replayed to rebuild orchestrations.</param>
public sealed record EngineStatistics(long Turns, long Activities, long Commits, long ReplayedEvents);
