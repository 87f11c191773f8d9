namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>The ways in which an engine runs: live sessions or a replay in every turn, and where its instances are kept.</summary>
public enum EngineMode
{
    SessionsInMemory,
    ReplayInMemory,
    SessionsOnDisk,
    ReplayOnDisk,
}
