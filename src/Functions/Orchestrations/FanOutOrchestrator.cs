using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Fetches an id set: batches of it, a few at a time, and a report at the end.</summary>
public static class FanOutOrchestrator
{
    /// <summary>After how many batches the orchestrator continues as new, so that its history stays bounded: 100.</summary>
    public const int BatchesInOneHistory = 100;

    /// <summary>Runs the fan-out.</summary>
    [Function(nameof(FanOutOrchestrator))]
    public static Task<FanOutSummary?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, FanOutInput input) =>
        new FanOutRun(context, input).RunAsync();
}
