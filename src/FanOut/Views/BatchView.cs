using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>A batch as <c>GET fanouts/{id}/batches</c> shows it.</summary>
public sealed record BatchView
{
    public required long Number { get; init; }
    public required IdSet Ids { get; init; }
    public required long Count { get; init; }
    public required BatchState Status { get; init; }
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

/// <summary>Where a batch is in its life.</summary>
[JsonConverter(typeof(EnumNameConverter<BatchState>))]
public enum BatchState
{
    /// <summary>Not over yet.</summary>
    Running,

    /// <summary>Every id of it has an outcome, and the outcomes are stored.</summary>
    Completed,

    /// <summary>It could not be brought to an end.</summary>
    Failed,

    /// <summary>Cancelled.</summary>
    Canceled,
}

/// <summary>What <c>GET fanouts/{id}/batches</c> answers: the batches from a number on, as far as they have started.</summary>
/// <param name="FanOut">How the fan-out is doing, so that one question is enough to follow it.</param>
/// <param name="Batches">The batches, by number.</param>
/// <param name="Next">The number to ask from next time: of the first batch that is not over. Those before it do not change.</param>
/// <param name="More">Whether further batches have started that this answer had no room for.</param>
/// <param name="Settled">How the characters of the batches before <paramref name="Next"/> divide, of those in this answer.</param>
public sealed record BatchesPage(
    FanOutView FanOut,
    IReadOnlyList<BatchView> Batches,
    long Next,
    bool More,
    SettledTallies Settled);

/// <summary>How the characters of batches that are over divide; add up those of successive answers.</summary>
public sealed record SettledTallies(
    Tally ByStatus,
    Tally BySpecies,
    Tally ByGender,
    Tally ByOrigin,
    Tally ByLocation)
{
    public static SettledTallies Of(BatchReport merged) =>
        new(merged.ByStatus, merged.BySpecies, merged.ByGender, merged.ByOrigin, merged.ByLocation);
}
