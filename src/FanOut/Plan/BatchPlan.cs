namespace CharacterFanOut;

/// <summary>
/// How an id set is fetched: batches of <see cref="BatchSize"/> ids in id order, <see cref="BatchesInFlight"/> of them at a
/// time, each starting with a window of <see cref="Window"/> fetches. Always
/// <c>BatchesInFlight × Window ≤ MaxConcurrency</c>.
/// </summary>
public sealed class BatchPlan
{
    /// <summary>Plans the fetching of a set.</summary>
    /// <param name="ids">The ids to fetch.</param>
    /// <param name="batchSize">Ids in a batch, at least 1; the last batch may be smaller.</param>
    /// <param name="maxConcurrency">The most fetches in flight at any instant, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public BatchPlan(IdSet ids, int batchSize, int maxConcurrency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        Ids = ids;
        BatchSize = batchSize;
        MaxConcurrency = maxConcurrency;
        BatchCount = (ids.Count + batchSize - 1) / batchSize;
        BatchesInFlight = InFlight();
        Window = maxConcurrency / BatchesInFlight;
    }

    /// <summary>The ids that are fetched.</summary>
    public IdSet Ids { get; }

    /// <summary>Ids in a batch; the last batch may be smaller.</summary>
    public int BatchSize { get; }

    /// <summary>The most fetches in flight at any instant.</summary>
    public int MaxConcurrency { get; }

    /// <summary>How many batches there are.</summary>
    public long BatchCount { get; }

    /// <summary>
    /// P: how many batches are in flight. One when there is one batch or room for one fetch; else two, so that one
    /// batch's tail is hidden under the next; more where batches are too small to fill the room.
    /// </summary>
    public int BatchesInFlight { get; }

    /// <summary>W: how many fetches a batch keeps in flight when all P batches have work.</summary>
    public int Window { get; }

    /// <summary>The ids of batch <paramref name="number"/>, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public IdSet Batch(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, BatchCount);
        return Ids.Slice(number * BatchSize, BatchSize);
    }

    private int InFlight()
    {
        var toFillTheRoom = (MaxConcurrency + BatchSize - 1) / BatchSize;
        var wanted = Math.Min(Math.Max(2, toFillTheRoom), MaxConcurrency);
        return (int)Math.Clamp(BatchCount, 1, wanted);
    }
}
