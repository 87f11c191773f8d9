namespace CharacterFanOut;

/// <summary>
/// How an id set is fetched: batches of <see cref="BatchSize"/> ids in id order, one batch after another in each of a few lanes.
/// A batch in lane n keeps up to <c>Windows[n]</c> fetches in flight. The windows add up to the cap, so it cannot be exceeded.
/// </summary>
public sealed class BatchPlan
{
    // A lane idles where a batch drains: many lanes with small windows lose less than a few with large ones.
    private const int MinWindow = 4;
    private const int MaxWindow = 20;
    private const int MaxLanes = 10;

    // Draining a window of 4 costs as much as 4 fetches, one of 20 as much as 52. So many ids per window keep that below 6 per cent. Larger
    // batches would have histories that cost more to replay than they give.
    private const int IdsPerWindow = 50;

    // Smaller batches cost more than they give, whatever the window.
    private const int MinChosenSize = 100;

    /// <summary>Plans the fetching of a set.</summary>
    /// <param name="ids">The ids to fetch.</param>
    /// <param name="batchSize">Ids in a batch, at least 1; null: chosen by the number of ids and the cap.</param>
    /// <param name="maxConcurrency">The cap: the most fetches in flight at any instant, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public BatchPlan(IdSet ids, int? batchSize, int maxConcurrency)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize ?? 1, 1, nameof(batchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        Ids = ids;
        var wanted = WantedLanes(maxConcurrency);
        BatchSize = batchSize ?? ChosenSize(ids.Count, wanted, maxConcurrency / wanted);
        BatchCount = DivideUp(ids.Count, BatchSize);
        var lanes = (int)Math.Clamp(BatchCount, 1, Math.Max(wanted, DivideUp(maxConcurrency, BatchSize)));
        Windows = [.. Enumerable.Range(0, lanes).Select(lane => (maxConcurrency / lanes) + (lane < maxConcurrency % lanes ? 1 : 0))];
    }

    public IdSet Ids { get; }

    /// <summary>Ids in a batch; the last batch may be smaller.</summary>
    public int BatchSize { get; }
    public long BatchCount { get; }

    /// <summary>The window of each lane: how many fetches its batch keeps in flight. As many lanes as batches run at a time; the sum is the cap.</summary>
    public IReadOnlyList<int> Windows { get; }

    /// <summary>The ids of batch <paramref name="number"/>, counted from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public IdSet Batch(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, BatchCount);
        return Ids.Slice(number * BatchSize, BatchSize);
    }

    /// <summary>The ids of batch <paramref name="number"/> and of those after it; none when there is no such batch.</summary>
    public IdSet From(long number) => Ids.Skip(number * BatchSize);

    private static int WantedLanes(int cap) =>
        (int)Math.Max(Math.Clamp(cap / MinWindow, 1, MaxLanes), DivideUp(cap, MaxWindow));

    // Batches of equal size, for every lane the same number of them where there are ids enough, so that all lanes end at about the same time.
    private static int ChosenSize(long count, int lanes, int window)
    {
        var most = Math.Clamp(IdsPerWindow * window, MinChosenSize, FanOutRequest.MaxBatchSize);
        var batches = Math.Max(DivideUp(count, most), Math.Clamp(count / MinChosenSize, 1, lanes));
        batches = batches > lanes ? DivideUp(batches, lanes) * lanes : batches;
        return (int)Math.Max(1, DivideUp(count, batches));
    }

    private static long DivideUp(long dividend, long divisor) => (dividend + divisor - 1) / divisor;
}
