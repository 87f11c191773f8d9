using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Reaches the batches of a fan-out.</summary>
internal static class FanOutBatches
{
    /// <summary>Does something to each batch that the task hub knows of.</summary>
    /// <param name="client">The task hub.</param>
    /// <param name="id">The fan-out.</param>
    /// <param name="statuses">Batches in one of these states only; null: all of them.</param>
    /// <param name="action">What to do to a batch, by its instance id.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task ForEachAsync(
        DurableTaskClient client, string id, OrchestrationRuntimeStatus[]? statuses, Func<string, Task> action, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: BatchOrchestrator.InstanceIdPrefix(id), Statuses: statuses);

        // Gathered first: what the action does would move the pages under the query.
        var batches = await client.GetAllInstancesAsync(query).Select(batch => batch.InstanceId).ToListAsync(cancellation);
        foreach (var batch in batches)
        {
            await action(batch);
        }
    }
}
