namespace EmbeddedFunctions.Declarations;

/// <summary>What makes a function run.</summary>
internal enum TriggerKind
{
    Http,
    Timer,
    Activity,
    Orchestration,
}
