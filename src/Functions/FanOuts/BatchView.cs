using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>A batch as <c>GET fanouts/{id}/batches</c> shows it.</summary>
public sealed record BatchView
{
    /// <summary>Its number, from 0.</summary>
    public required long Number { get; init; }

    /// <summary>The ids that it fetches.</summary>
    public required IdSet Ids { get; init; }

    /// <summary>How many ids that is.</summary>
    public required long Count { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required BatchState Status { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it was over, UTC; null while it is not.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How many characters it fetched so far.</summary>
    public required long Fetched { get; init; }

    /// <summary>How many of its ids failed so far.</summary>
    public required long Failed { get; init; }

    /// <summary>How many fetches it has in flight, as far as it has said.</summary>
    public long InFlight { get; init; }

    /// <summary>Until when it leaves an upstream alone that throttles, UTC; null when it does not.</summary>
    public DateTimeOffset? ThrottledUntil { get; init; }

    /// <summary>Why and until when it waits for the upstream; null when it does not.</summary>
    public UpstreamWait? Waiting { get; init; }

    /// <summary>How often it waited because the upstream throttled; known when it is over.</summary>
    public long ThrottledWaits { get; init; }

    /// <summary>Its fetch latencies in milliseconds; null while it is not over.</summary>
    public LatencyPercentiles? LatencyMs { get; init; }

    /// <summary>Its mean fetch latency in milliseconds, within 2%; null while it is not over, or when it fetched nothing.</summary>
    public double? MeanMs { get; init; }
}
