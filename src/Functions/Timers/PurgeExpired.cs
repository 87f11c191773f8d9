using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Timers;

/// <summary>Deletes fan-outs that were over longer ago than <c>FanOut:Retention</c>, with their batches and results. Hourly.</summary>
public sealed partial class PurgeExpired(
    FanOutDeletion deletion, IOptions<FanOutOptions> options, TimeProvider time, ILogger<PurgeExpired> logger)
{
    private static readonly OrchestrationRuntimeStatus[] Over =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Deletes what has expired; one that cannot be deleted does not keep the others.</summary>
    [Function(nameof(PurgeExpired))]
    public async Task RunAsync(
        [TimerTrigger("0 30 * * * *")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var expiry = time.GetUtcNow() - options.Value.Retention;
        var query = new OrchestrationQuery(CreatedTo: expiry, Statuses: Over);
        var expired = await client.GetAllInstancesAsync(query)
            .Where(instance => instance.Name == nameof(FanOutOrchestrator) && instance.LastUpdatedAt < expiry)
            .Select(instance => instance.InstanceId).ToListAsync(cancellation);
        foreach (var id in expired)
        {
            try
            {
                await deletion.DeleteAsync(client, id, cancellation);
                Log.Deleted(logger, id);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotDeleted(logger, e, id);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Fan-out {Id} has expired and is deleted.")]
        public static partial void Deleted(ILogger logger, string id);

        [LoggerMessage(2, LogLevel.Error, "Fan-out {Id} has expired but could not be deleted; it is tried again next time.")]
        public static partial void NotDeleted(ILogger logger, Exception exception, string id);
    }
}
