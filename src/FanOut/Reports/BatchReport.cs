using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// What came of a batch, or of any number of batches merged: small whatever the number of ids. <see cref="Merge"/> is
/// associative and commutative, and <see cref="Empty"/> is its identity, so batches may finish in any order.
/// </summary>
public sealed record BatchReport
{
    /// <summary>The most failures that are listed, those with the smallest ids: 1,000.</summary>
    public const int MaxFailures = 1000;
    public static BatchReport Empty { get; } = new();
    public long Fetched { get; init; }
    public long Failed { get; init; }
    public long Retried { get; init; }

    /// <summary>How often a batch had to wait because the upstream throttled.</summary>
    public long ThrottledWaits { get; init; }

    /// <summary>Failures by kind, under the kinds' wire names.</summary>
    public Tally ByKind { get; init; } = Tally.Empty;
    public Tally ByStatus { get; init; } = Tally.Empty;
    public Tally BySpecies { get; init; } = Tally.Empty;
    public Tally ByGender { get; init; } = Tally.Empty;
    public Tally ByOrigin { get; init; } = Tally.Empty;
    public Tally ByLocation { get; init; } = Tally.Empty;

    /// <summary>What was fetched by the values of the fields that the request names; null when it names none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, Tally>? ByField { get; init; }
    public Histogram Episodes { get; init; } = Histogram.Empty;

    /// <summary>Fetch latencies in microseconds.</summary>
    public Histogram Latency { get; init; } = Histogram.Empty;

    /// <summary>The failures with the smallest ids, in id order, at most <see cref="MaxFailures"/>.</summary>
    public IReadOnlyList<FetchFailure> Failures { get; init; } = [];

    /// <summary>The ids that were not asked for, because the fan-out was to end before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IdSet? NotAttempted { get; init; }

    /// <summary>Why ids were not asked for, when the upstream was away for too long; null when it was not. Of several the earliest.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public OutageEnd? Outage { get; init; }

    /// <summary>What happened meanwhile, oldest first.</summary>
    public IReadOnlyList<LogEntry> Log { get; init => field = value ?? []; } = [];

    [JsonIgnore]
    public long Finished => Fetched + Failed;

    /// <summary>Reports on the final outcomes of a batch.</summary>
    /// <param name="outcomes">One final outcome an id, in any order.</param>
    /// <param name="facts">What to count of a character.</param>
    /// <exception cref="ArgumentException">An outcome is not final.</exception>
    public static BatchReport Of<TCharacter>(
        IReadOnlyCollection<FetchOutcome<TCharacter>> outcomes, Func<TCharacter, CharacterFacts> facts)
        where TCharacter : class
    {
        if (outcomes.FirstOrDefault(outcome => outcome.Unavailable is not null) is { } open)
        {
            throw new ArgumentException($"The outcome of id {open.Id} is not final.", nameof(outcomes));
        }

        var fetched = outcomes.Where(outcome => outcome.Character is not null).ToList();
        var failures = outcomes.Select(outcome => outcome.Failure).OfType<FetchFailure>().ToList();
        var counted = fetched.ConvertAll(f => facts(f.Character!));
        return new()
        {
            Fetched = fetched.Count,
            Failed = failures.Count,
            Retried = fetched.Count(f => f.Attempts > 1) + failures.Count(f => f.Attempts > 1),
            ByKind = Tally.Of(failures.Select(f => FailureKinds.Name(f.Kind))),
            ByStatus = Tally.Of(counted.Select(c => c.Status).OfType<string>()),
            BySpecies = Tally.Of(counted.Select(c => c.Species).OfType<string>()),
            ByGender = Tally.Of(counted.Select(c => c.Gender).OfType<string>()),
            ByOrigin = Tally.Of(counted.Select(c => c.Origin).OfType<string>()),
            ByLocation = Tally.Of(counted.Select(c => c.Location).OfType<string>()),
            ByField = CountNamed(counted),
            Episodes = Histogram.Of(counted.Select(c => (long?)c.Episodes).OfType<long>()),
            Latency = Histogram.Of(fetched.Select(f => (long)f.Elapsed.TotalMicroseconds)),
            Failures = [.. failures.OrderBy(f => f.Id).Take(MaxFailures)],
        };
    }

    public static BatchReport Merge(BatchReport left, BatchReport right) => new()
    {
        Fetched = left.Fetched + right.Fetched,
        Failed = left.Failed + right.Failed,
        Retried = left.Retried + right.Retried,
        ThrottledWaits = left.ThrottledWaits + right.ThrottledWaits,
        ByKind = left.ByKind.Merge(right.ByKind),
        ByStatus = left.ByStatus.Merge(right.ByStatus),
        BySpecies = left.BySpecies.Merge(right.BySpecies),
        ByGender = left.ByGender.Merge(right.ByGender),
        ByOrigin = left.ByOrigin.Merge(right.ByOrigin),
        ByLocation = left.ByLocation.Merge(right.ByLocation),
        ByField = left.ByField is null || right.ByField is null ? left.ByField ?? right.ByField
            : left.ByField.Keys.Union(right.ByField.Keys).ToDictionary(
                field => field, field => left.ByField.GetValueOrDefault(field, Tally.Empty).Merge(right.ByField.GetValueOrDefault(field, Tally.Empty))),
        Episodes = left.Episodes.Merge(right.Episodes),
        Latency = left.Latency.Merge(right.Latency),
        Failures = MergeFailures(left.Failures, right.Failures),
        NotAttempted = left.NotAttempted is { } one && right.NotAttempted is { } other ? one.Union(other) : left.NotAttempted ?? right.NotAttempted,
        Outage = new[] { left.Outage, right.Outage }.OfType<OutageEnd>().OrderBy(o => o.Since).ThenBy(o => o.Message, StringComparer.Ordinal).FirstOrDefault(),
        Log = FanOutLog.Merge(left.Log, right.Log),
    };

    private static Dictionary<string, Tally>? CountNamed(IReadOnlyList<CharacterFacts> counted)
    {
        var named = counted.Select(c => c.Named).OfType<IReadOnlyDictionary<string, string>>().ToList();
        return named.Count == 0 ? null : named[0].Keys.ToDictionary(field => field, field => Tally.Of(named.Select(values => values[field])));
    }

    private static IReadOnlyList<FetchFailure> MergeFailures(IReadOnlyList<FetchFailure> left, IReadOnlyList<FetchFailure> right) =>
        right.Count == 0 ? left : left.Count == 0 ? right : [.. left.Concat(right).OrderBy(f => f.Id).Take(MaxFailures)];
}

/// <summary>What a report counts of a character, or of whatever else was fetched: that has no more than <see cref="Named"/>.</summary>
/// <param name="Status">Such as Alive, Dead or unknown.</param>
/// <param name="Species">Such as Human.</param>
/// <param name="Gender">Such as Female.</param>
/// <param name="Origin">The name of where it comes from.</param>
/// <param name="Location">The name of where it was last seen.</param>
/// <param name="Episodes">In how many episodes it appears.</param>
public sealed record CharacterFacts(
    string? Status, string? Species, string? Gender, string? Origin, string? Location, int? Episodes, IReadOnlyDictionary<string, string>? Named = null);
