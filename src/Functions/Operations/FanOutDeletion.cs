using CharacterFanOut.Functions.Reports;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

/// <summary>Deletes fan-outs that are over.</summary>
public sealed class FanOutDeletion(FanOutResults results)
{
    /// <summary>Deletes a fan-out that is over: its results, its batches, and at last itself, so that a failure on the way can be repeated.</summary>
    public async Task DeleteAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await results.DeleteAsync(id, cancellation);
        await FanOutBatches.ForEachAsync(client, id, statuses: null, batch => client.PurgeInstanceAsync(batch, cancellation), cancellation);
        await client.PurgeInstanceAsync(id, cancellation);
    }
}
