namespace EmbeddedFunctions.DurableTask.History;

/// <summary>A sub-orchestration was scheduled under <see cref="HistoryEvent.EventId"/>.</summary>
/// <param name="Name">The orchestrator.</param>
/// <param name="InstanceId">The id of the child instance.</param>
/// <param name="Input">Its serialized input.</param>
public sealed record SubOrchestrationCreated(string Name, string InstanceId, string? Input) : HistoryEvent
{
    /// <summary>The tags given with the call. They go with the child, not into the history.</summary>
    internal IDictionary<string, string>? Tags { get; init; }
}
