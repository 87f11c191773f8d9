using CharacterFanOut.Functions.Reports;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Stores what came of a batch. The same batch again gives the same objects with the same bytes.</summary>
/// <param name="results">Where results are stored.</param>
public sealed class SaveBatch(FanOutResults results)
{
    /// <summary>Stores the batch's characters and failures.</summary>
    [Function(nameof(SaveBatch))]
    public Task RunAsync([ActivityTrigger] SavedBatch batch, CancellationToken cancellation) =>
        results.SaveAsync(batch, cancellation);
}
