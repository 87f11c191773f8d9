using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What came of a fan-out, as it is published.</summary>
public sealed record FanOutReport
{
    /// <summary>How many origins and locations are named; the rest is "other": 20.</summary>
    public const int TopNames = 20;

    /// <summary>The fan-out's id.</summary>
    [JsonPropertyName("id")]
    public required string Id { get; init; }

    /// <summary>How it ended.</summary>
    [JsonPropertyName("result")]
    public required FanOutResult Result { get; init; }

    /// <summary>The upstream that was asked: its name or its address; null for a fan-out of a version that did not note it.</summary>
    [JsonPropertyName("upstream")]
    public string? Upstream { get; init; }

    /// <summary>The ids that were requested.</summary>
    [JsonPropertyName("ids")]
    public required IdSet Ids { get; init; }

    /// <summary>How many ids were requested: fetched, failed and not attempted together.</summary>
    [JsonPropertyName("requested")]
    public required long Requested { get; init; }

    /// <summary>How many characters were fetched.</summary>
    [JsonPropertyName("fetched")]
    public required long Fetched { get; init; }

    /// <summary>How many ids failed.</summary>
    [JsonPropertyName("failed")]
    public required long Failed { get; init; }

    /// <summary>How many ids were not asked for, because the fan-out was aborted.</summary>
    [JsonPropertyName("notAttempted")]
    public required long NotAttempted { get; init; }

    /// <summary>Failures by kind; kinds that did not occur are left out.</summary>
    [JsonPropertyName("failedByKind")]
    public required IReadOnlyDictionary<string, long> FailedByKind { get; init; }

    /// <summary>How many ids took more than one request.</summary>
    [JsonPropertyName("retried")]
    public required long Retried { get; init; }

    /// <summary>How often a batch waited because the upstream throttled.</summary>
    [JsonPropertyName("throttledWaits")]
    public required long ThrottledWaits { get; init; }

    /// <summary>Characters by status, the most frequent first.</summary>
    [JsonPropertyName("byStatus")]
    public required TopCounts ByStatus { get; init; }

    /// <summary>Characters by species, the most frequent first.</summary>
    [JsonPropertyName("bySpecies")]
    public required TopCounts BySpecies { get; init; }

    /// <summary>Characters by gender, the most frequent first.</summary>
    [JsonPropertyName("byGender")]
    public required TopCounts ByGender { get; init; }

    /// <summary>The most frequent origins.</summary>
    [JsonPropertyName("origins")]
    public required TopCounts Origins { get; init; }

    /// <summary>The most frequent locations.</summary>
    [JsonPropertyName("locations")]
    public required TopCounts Locations { get; init; }

    /// <summary>Episodes per character.</summary>
    [JsonPropertyName("episodes")]
    public required EpisodeCounts Episodes { get; init; }

    /// <summary>Fetch latencies in milliseconds.</summary>
    [JsonPropertyName("latencyMs")]
    public required LatencyPercentiles LatencyMs { get; init; }

    /// <summary>When the fan-out started, UTC.</summary>
    [JsonPropertyName("startedAt")]
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the fan-out finished, UTC.</summary>
    [JsonPropertyName("finishedAt")]
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>How long it took, in seconds.</summary>
    [JsonPropertyName("seconds")]
    public double Seconds => Math.Round((FinishedAt - StartedAt).TotalSeconds, 3);

    /// <summary>Ids with an outcome, for each second that it took; null when it took no time.</summary>
    [JsonPropertyName("idsPerSecond")]
    public double? IdsPerSecond => Seconds > 0 ? Math.Round((Fetched + Failed) / Seconds, 1) : null;

    /// <summary>The failures with the smallest ids, at most 1,000; all of them are in the failures export.</summary>
    [JsonPropertyName("failures")]
    public required IReadOnlyList<FetchFailure> Failures { get; init; }

    /// <summary>How many failures are not listed here.</summary>
    [JsonPropertyName("failuresNotListed")]
    public long FailuresNotListed => Failed - Failures.Count;

    /// <summary>Where the characters lie in the report store; null when they were not saved.</summary>
    [JsonPropertyName("characters")]
    public string? Characters { get; init; }

    /// <summary>The fan-out whose failed ids this one asked for again, if it is such a one.</summary>
    [JsonPropertyName("retryOf")]
    public string? RetryOf { get; init; }

    /// <summary>Why ids were given up, when the upstream was away for longer than the outage time-out; null when it was not.</summary>
    [JsonPropertyName("outage")]
    public string? Outage { get; init; }

    /// <summary>What changed since the scheduled fan-out before, for a scheduled one that has a predecessor.</summary>
    [JsonPropertyName("changes")]
    public ReportChanges? Changes { get; init; }

    /// <summary>Makes the report of a fan-out out of its merged batches.</summary>
    /// <param name="id">The fan-out's id.</param>
    /// <param name="result">How it ended.</param>
    /// <param name="ids">The ids that were requested.</param>
    /// <param name="merged">All batches, merged.</param>
    /// <param name="startedAt">When it started.</param>
    /// <param name="finishedAt">When it finished.</param>
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
            FailedByKind = merged.ByKind.Counts,
            Retried = merged.Retried,
            ThrottledWaits = merged.ThrottledWaits,
            ByStatus = merged.ByStatus.Top(TopNames),
            BySpecies = merged.BySpecies.Top(TopNames),
            ByGender = merged.ByGender.Top(TopNames),
            Origins = merged.ByOrigin.Top(TopNames),
            Locations = merged.ByLocation.Top(TopNames),
            Episodes = new(merged.Episodes.Min, merged.Episodes.Percentile(50), merged.Episodes.Max),
            LatencyMs = LatencyPercentiles.Of(merged.Latency),
            StartedAt = startedAt,
            FinishedAt = finishedAt,
            Failures = merged.Failures,
            Outage = merged.Outage?.Message,
        };
}
