using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

internal static class FanOutBatches
{
    /// <summary>Does something to each batch that the task hub knows of.</summary>
    /// <param name="statuses">Batches in one of these states only; null: all of them.</param>
    public static async Task ForEachAsync(
        DurableTaskClient client, string id, OrchestrationRuntimeStatus[]? statuses, Func<string, Task> action, CancellationToken cancellation)
    {
        // Gathered first: what the action does would move the pages under the query.
        foreach (var batch in await ListAsync(client, id, statuses, cancellation))
        {
            await action(batch);
        }
    }

    /// <summary>The instance ids of the batches that the task hub knows of, in one of these states only; null: all of them.</summary>
    public static async Task<IReadOnlyList<string>> ListAsync(
        DurableTaskClient client, string id, OrchestrationRuntimeStatus[]? statuses, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: BatchOrchestrator.InstanceIdPrefix(id), Statuses: statuses);
        return await client.GetAllInstancesAsync(query).Select(batch => batch.InstanceId).ToListAsync(cancellation);
    }
}
