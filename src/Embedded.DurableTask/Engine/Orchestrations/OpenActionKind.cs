namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>What an <see cref="OpenAction"/> waits for.</summary>
internal enum OpenActionKind
{
    Activity,
    SubOrchestration,
    Timer,
}
