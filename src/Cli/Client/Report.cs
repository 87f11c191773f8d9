namespace CharacterFanOut.Cli.Client;

/// <summary>A fan-out's report, as far as the terminal shows it.</summary>
internal sealed record Report
{
    public string Id { get; init; } = "";

    public string? Result { get; init; }

    public string? Ids { get; init; }

    public long Requested { get; init; }

    public long Fetched { get; init; }

    public long Failed { get; init; }

    public long NotAttempted { get; init; }

    public IReadOnlyDictionary<string, long> FailedByKind { get; init; } = new Dictionary<string, long>();

    public long Retried { get; init; }

    public long ThrottledWaits { get; init; }

    public Counts ByStatus { get; init; } = Counts.None;

    public Counts BySpecies { get; init; } = Counts.None;

    public Counts ByGender { get; init; } = Counts.None;

    public Counts Origins { get; init; } = Counts.None;

    public Counts Locations { get; init; } = Counts.None;

    public Spread? Episodes { get; init; }

    public Latencies? LatencyMs { get; init; }

    public DateTimeOffset StartedAt { get; init; }

    public DateTimeOffset FinishedAt { get; init; }

    public double Seconds { get; init; }

    public double? IdsPerSecond { get; init; }

    public IReadOnlyList<Failure> Failures { get; init; } = [];

    public long FailuresNotListed { get; init; }

    public string? RetryOf { get; init; }

    /// <summary>Whether every id was fetched.</summary>
    public bool AllFetched => Failed == 0 && NotAttempted == 0 && Fetched == Requested;

    internal sealed record Counts(IReadOnlyList<Count> Top, long Other)
    {
        public static Counts None { get; } = new([], 0);
    }

    internal sealed record Count(string Name, [property: System.Text.Json.Serialization.JsonPropertyName("count")] long Times);

    internal sealed record Spread(long? Min, double? Median, long? Max);

    internal sealed record Latencies(double? P50, double? P95, double? P99, double? Max);

    internal sealed record Failure(int Id, string Kind, string Message, int Attempts);
}
