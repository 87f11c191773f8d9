using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Fetches an id set: batches of it, a few at a time, and a report at the end.</summary>
public static partial class FanOutOrchestrator
{
    /// <summary>The external event that ends a fan-out: nothing new is started, what is in flight is saved and reported. It carries nothing.</summary>
    public const string CancelEvent = "CancelFanOut";

    /// <summary>The fewest batches after which the orchestrator continues as new: 20.</summary>
    public const int FewestBatchesInOneHistory = 20;

    /// <summary>The most batches after which the orchestrator continues as new: 200.</summary>
    public const int MostBatchesInOneHistory = 200;

    /// <summary>
    /// After how many batches the orchestrator continues as new. Without cached sessions each event replays the history so
    /// far, so this is what keeps the replayed events of a fan-out in proportion to its ids. Each time, the batches in flight
    /// come to their end first, so there are at least five rounds of them in between.
    /// </summary>
    public static int BatchesInOneHistory(BatchPlan plan) =>
        Math.Clamp(5 * plan.BatchesInFlight, FewestBatchesInOneHistory, MostBatchesInOneHistory);

    /// <summary>Runs the fan-out.</summary>
    [Function(nameof(FanOutOrchestrator))]
    public static async Task<FanOutSummary?> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, FanOutInput input)
    {
        try
        {
            return await new FanOutRun(context, input).RunAsync();
        }
        catch (TaskFailedException e)
        {
            Log.FanOutFailed(context.CreateReplaySafeLogger(typeof(FanOutOrchestrator)), context.InstanceId, e.FailureDetails.ErrorMessage);
            throw;
        }
    }

    private static partial class Log
    {
        // The name of this event and of its properties are what infra/queries/failed-fan-outs.kql asks for.
        [LoggerMessage(1, LogLevel.Error, "Fan-out {FanOutId} failed, and there is no report: {Why}")]
        public static partial void FanOutFailed(ILogger logger, string fanOutId, string why);
    }
}
