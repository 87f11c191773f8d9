using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What came of a fan-out, as it is published.</summary>
public sealed record FanOutReport
{
    /// <summary>How many origins and locations are named; the rest is "other": 20.</summary>
    public const int TopNames = 20;
    public required string Id { get; init; }
    public required FanOutResult Result { get; init; }

    /// <summary>The upstream that was asked: its name or its address; null for a fan-out of a version that did not note it.</summary>
    public string? Upstream { get; init; }
    public required IdSet Ids { get; init; }

    /// <summary>How many ids were requested: fetched, failed and not attempted together.</summary>
    public required long Requested { get; init; }
    public required long Fetched { get; init; }
    public required long Failed { get; init; }

    /// <summary>How many ids were not asked for, because the fan-out was aborted or canceled.</summary>
    public required long NotAttempted { get; init; }

    public IdSet NotAttemptedIds
    {
        get;
        init => field = value ?? IdSet.Empty; // A report of a version that did not list them has none.
    } = IdSet.Empty;

    /// <summary>
    /// How many of the ids that failed or were not asked for its retries have fetched, and theirs. Not stored with it, since that may change; null
    /// when there are no retries.
    /// </summary>
    public long? Mended { get; init; }

    /// <summary>Failures by kind; kinds that did not occur are left out.</summary>
    public required IReadOnlyDictionary<string, long> FailedByKind { get; init; }
    public required long Retried { get; init; }

    /// <summary>How often a batch waited because the upstream throttled.</summary>
    public required long ThrottledWaits { get; init; }

    /// <summary>Characters by status, the most frequent first.</summary>
    public required TopCounts ByStatus { get; init; }

    /// <summary>Characters by species, the most frequent first.</summary>
    public required TopCounts BySpecies { get; init; }

    /// <summary>Characters by gender, the most frequent first.</summary>
    public required TopCounts ByGender { get; init; }

    /// <summary>The most frequent origins.</summary>
    public required TopCounts Origins { get; init; }

    /// <summary>The most frequent locations.</summary>
    public required TopCounts Locations { get; init; }

    /// <summary>The most frequent values of the fields that the request names; null when it names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, TopCounts>? Breakdowns { get; init; }

    /// <summary>Episodes per character.</summary>
    public required EpisodeCounts Episodes { get; init; }

    /// <summary>Fetch latencies in milliseconds.</summary>
    public required LatencyPercentiles LatencyMs { get; init; }
    public required DateTimeOffset StartedAt { get; init; }
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    public double Seconds => Math.Round((FinishedAt - StartedAt).TotalSeconds, 3);

    /// <summary>Ids with an outcome, for each second that it took; null when it took no time.</summary>
    public double? IdsPerSecond => Seconds > 0 ? Math.Round((Fetched + Failed) / Seconds, 1) : null;

    /// <summary>The failures with the smallest ids, at most 1,000; all of them are in the failures export.</summary>
    public required IReadOnlyList<FetchFailure> Failures { get; init; }

    /// <summary>How many failures are not listed here.</summary>
    public long FailuresNotListed => Failed - Failures.Count;

    /// <summary>Where the characters lie in the report store; null when they were not saved.</summary>
    public string? Characters { get; init; }

    /// <summary>The fan-out whose ids this one asked for again, if it is such a one.</summary>
    public string? RetryOf { get; init; }

    /// <summary>Why ids were given up, when the upstream was away for longer than the outage time-out; null when it was not.</summary>
    public string? Outage { get; init; }

    /// <summary>What changed since the scheduled fan-out before, for a scheduled one that has a predecessor.</summary>
    public ReportChanges? Changes { get; init; }

    /// <summary>Makes the report of a fan-out out of its merged batches.</summary>
    public static FanOutReport Create(
        string id, FanOutResult result, IdSet ids, BatchReport merged, DateTimeOffset startedAt, DateTimeOffset finishedAt) => new()
        {
            Id = id,
            Result = result,
            Ids = ids,
            Requested = ids.Count,
            Fetched = merged.Fetched,
            Failed = merged.Failed,
            NotAttempted = ids.Count - merged.Finished,
            NotAttemptedIds = merged.NotAttempted ?? IdSet.Empty,
            FailedByKind = merged.ByKind.Counts,
            Retried = merged.Retried,
            ThrottledWaits = merged.ThrottledWaits,
            ByStatus = merged.ByStatus.Top(TopNames),
            BySpecies = merged.BySpecies.Top(TopNames),
            ByGender = merged.ByGender.Top(TopNames),
            Origins = merged.ByOrigin.Top(TopNames),
            Locations = merged.ByLocation.Top(TopNames),
            Breakdowns = merged.ByField?.ToDictionary(field => field.Key, field => field.Value.Top(TopNames)),
            Episodes = new(merged.Episodes.Min, merged.Episodes.Percentile(50), merged.Episodes.Max),
            LatencyMs = LatencyPercentiles.Of(merged.Latency),
            StartedAt = startedAt,
            FinishedAt = finishedAt,
            Failures = merged.Failures,
            Outage = merged.Outage?.Message,
        };
}

/// <summary>How a fan-out ended.</summary>
[JsonConverter(typeof(EnumNameConverter<FanOutResult>))]
public enum FanOutResult
{
    /// <summary>Every id was asked for.</summary>
    Completed,

    /// <summary>More ids failed than were allowed; the rest was not asked for.</summary>
    Aborted,

    /// <summary>It was cancelled; what was in flight came to its end, and the rest was not asked for.</summary>
    Canceled,
}

/// <summary>The most frequent names, and how often all the rest occurred.</summary>
/// <param name="Other">How often all other names occurred together.</param>
public sealed record TopCounts(
    IReadOnlyList<NamedCount> Top,
    long Other);

public sealed record NamedCount(
    string Name,
    long Count);

/// <summary>Episodes per character; all null when no character was fetched.</summary>
/// <param name="Median">The median: exact below 64, else within 1.6%.</param>
public sealed record EpisodeCounts(
    long? Min,
    double? Median,
    long? Max);

/// <summary>Fetch latencies in milliseconds, with retries; all null when no character was fetched.</summary>
/// <param name="P50">Half of the fetches took no longer.</param>
/// <param name="P95">95% of the fetches took no longer.</param>
/// <param name="P99">99% of the fetches took no longer.</param>
/// <param name="Max">The longest, exactly.</param>
public sealed record LatencyPercentiles(
    double? P50,
    double? P95,
    double? P99,
    double? Max)
{
    /// <summary>The percentiles of a histogram of microseconds.</summary>
    public static LatencyPercentiles Of(Histogram microseconds) => new(
        Milliseconds(microseconds.Percentile(50)),
        Milliseconds(microseconds.Percentile(95)),
        Milliseconds(microseconds.Percentile(99)),
        Milliseconds(microseconds.Max));

    private static double? Milliseconds(double? microseconds) =>
        microseconds is { } value ? Math.Round(value / 1000, 3) : null;
}
