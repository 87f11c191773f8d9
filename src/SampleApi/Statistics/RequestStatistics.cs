using System.Collections.Concurrent;

namespace CharacterFanOut.SampleApi.Statistics;

/// <summary>
/// Counts requests, lock-free. A request is in flight from its arrival until just before the first byte of its answer is written:
/// a client that starts its next request when it has the answer to one never counts twice.
/// </summary>
internal sealed class RequestStatistics(int characters)
{
    private readonly Lock resetting = new();
    private readonly ConcurrentDictionary<long, int> strangers = new();
    private readonly int[] perId = new int[characters + 1];
    private readonly long[] byStatus = new long[600];
    private long requests;
    private long unanswered;
    private long latencyMilliseconds;
    private int inFlight;
    private int maxInFlight;

    public long Requests => Interlocked.Read(ref requests);

    public long Unanswered => Interlocked.Read(ref unanswered);

    public long LatencyMilliseconds => Interlocked.Read(ref latencyMilliseconds);

    public int InFlight => Volatile.Read(ref inFlight);

    public int MaxInFlight => Volatile.Read(ref maxInFlight);

    /// <summary>A request arrived.</summary>
    /// <returns>Which one it is since the last reset, from 1.</returns>
    public long Begin()
    {
        Raise(Interlocked.Increment(ref inFlight));
        return Interlocked.Increment(ref requests);
    }

    /// <summary>A request was for a character.</summary>
    /// <returns>How often that one was asked for since the last reset, this time included.</returns>
    public int Asked(long id) => id >= 1 && id < perId.Length
        ? Interlocked.Increment(ref perId[id])
        : strangers.AddOrUpdate(id, 1, static (_, count) => count + 1);

    /// <summary>The time that an answer was held back.</summary>
    public void Delayed(TimeSpan latency) => Interlocked.Add(ref latencyMilliseconds, (long)latency.TotalMilliseconds);

    /// <summary>A request is about to be answered.</summary>
    public void Answered(int status)
    {
        Interlocked.Increment(ref byStatus[status]);
        Interlocked.Decrement(ref inFlight);
    }

    /// <summary>A request ended without an answer.</summary>
    public void GaveUp()
    {
        Interlocked.Increment(ref unanswered);
        Interlocked.Decrement(ref inFlight);
    }

    /// <summary>The statuses answered, with their counts, in order.</summary>
    public IEnumerable<(int Status, long Count)> ByStatus() =>
        byStatus.Index().Where(static status => status.Item > 0).Select(static status => (status.Index, status.Item));

    /// <summary>The ids asked for, with their counts, in order.</summary>
    public IEnumerable<(long Id, int Count)> PerId() => perId.Index()
        .Where(static id => id.Item > 0)
        .Select(static id => ((long)id.Index, id.Item))
        .Concat(strangers.Select(static id => (id.Key, id.Value)))
        .OrderBy(static id => id.Item1);

    /// <summary>Counts from zero again; what is in flight stays so, and is the highest so far.</summary>
    public void Reset()
    {
        lock (resetting)
        {
            Interlocked.Exchange(ref requests, 0);
            Interlocked.Exchange(ref unanswered, 0);
            Interlocked.Exchange(ref latencyMilliseconds, 0);
            Array.Clear(byStatus);
            Array.Clear(perId);
            strangers.Clear();
            Interlocked.Exchange(ref maxInFlight, 0);

            // Read only after the write: whoever arrived before it is counted here, whoever comes after it counts itself.
            Raise(Volatile.Read(ref inFlight));
        }
    }

    private void Raise(int now)
    {
        int seen = Volatile.Read(ref maxInFlight);
        while (now > seen)
        {
            int before = Interlocked.CompareExchange(ref maxInFlight, now, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
