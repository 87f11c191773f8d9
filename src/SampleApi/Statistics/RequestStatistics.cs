namespace CharacterFanOut.SampleApi.Statistics;

/// <summary>What the server has seen since it started or was last reset.</summary>
/// <param name="Unanswered">How many ended without an answer.</param>
/// <param name="TotalLatencyMs">How long answers were held back, added up.</param>
/// <param name="PerId">How often each id was asked for; null where that was not wanted.</param>
internal sealed record StatisticsReport(
    long Requests,
    int InFlight,
    int MaxInFlight,
    long Unanswered,
    long TotalLatencyMs,
    SortedDictionary<int, long> ByStatus,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SortedDictionary<long, int>? PerId);

/// <summary>
/// Counts requests. A request is in flight from its arrival until just before the first byte of its answer is written: a client that
/// starts its next request when it has the answer to one never counts twice.
/// </summary>
internal sealed class RequestStatistics
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, int> perId = [];
    private readonly Dictionary<int, long> byStatus = [];
    private long requests;
    private long unanswered;
    private TimeSpan totalLatency;
    private int inFlight;
    private int maxInFlight;

    /// <summary>A request arrived, for a character or, with id 0, for something else.</summary>
    /// <returns>Which one it is since the last reset, of that id or of all, from 1.</returns>
    public long Begin(long id)
    {
        lock (gate)
        {
            requests++;
            maxInFlight = Math.Max(maxInFlight, ++inFlight);
            return id == 0 ? requests : perId[id] = perId.GetValueOrDefault(id) + 1;
        }
    }

    /// <summary>A request is about to be answered, or with a status of null has ended without an answer.</summary>
    public void End(int? status, TimeSpan latency)
    {
        lock (gate)
        {
            inFlight--;
            totalLatency += latency;
            if (status is { } answered)
            {
                byStatus[answered] = byStatus.GetValueOrDefault(answered) + 1;
            }
            else
            {
                unanswered++;
            }
        }
    }

    public StatisticsReport Report(bool withIds)
    {
        lock (gate)
        {
            return new StatisticsReport(
                requests, inFlight, maxInFlight, unanswered, (long)totalLatency.TotalMilliseconds, new(byStatus), withIds ? new(perId) : null);
        }
    }

    /// <summary>Counts from zero again. What is in flight stays so, and is the most so far.</summary>
    public void Reset()
    {
        lock (gate)
        {
            requests = unanswered = 0;
            totalLatency = TimeSpan.Zero;
            maxInFlight = inFlight;
            byStatus.Clear();
            perId.Clear();
        }
    }
}
