using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>Fetches one batch: one activity an id, a window of them in flight.</summary>
public static class BatchOrchestrator
{
    /// <summary>The instance id of a batch: the fan-out's, a colon, and the batch's number.</summary>
    public static string InstanceId(string fanOutId, long number) => $"{fanOutId}:{number:D6}";

    /// <summary>What the instance ids of a fan-out's batches begin with.</summary>
    public static string InstanceIdPrefix(string fanOutId) => $"{fanOutId}:";

    /// <summary>Fetches the batch, saves what came of it, and returns its report.</summary>
    [Function(nameof(BatchOrchestrator))]
    public static Task<BatchReport> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, BatchInput input) =>
        new BatchRun(context, input).RunAsync();
}
