namespace CharacterFanOut.Cli.Comparing;

/// <summary>The result of a comparison. Also what <c>fanout compare --json</c> prints.</summary>
/// <param name="Ids">The ids that all contenders fetched.</param>
internal sealed record Comparison(string Ids, long Requested, string Latency, IReadOnlyList<ComparisonRow> Contenders);

internal sealed record ComparisonRow
{
    public required string Contender { get; init; }

    /// <summary>The time of the fetching, as the contender measures it.</summary>
    public required double FetchSeconds { get; init; }

    /// <summary>The time of its process, from start to end.</summary>
    public required double ProcessSeconds { get; init; }

    /// <summary>The most requests in flight at one instant, as the upstream saw it.</summary>
    public required long MaxInFlight { get; init; }
    public required long Requests { get; init; }
    public required long Fetched { get; init; }
    public required long Failed { get; init; }

    /// <summary>How many requests the upstream had answered when a second run was killed; null, as the following, when it was over before.</summary>
    public long? AnsweredWhenKilled { get; init; }

    /// <summary>How many requests the contender made after the kill.</summary>
    public long? RequestsAfterKill { get; init; }

    /// <summary>How many of the requests after the kill had been answered before it.</summary>
    public long? AskedAgain => AnsweredWhenKilled + RequestsAfterKill is { } all ? Math.Max(0, all - Requests) : null;

    /// <summary>How many characters the contender had in the end.</summary>
    public long? FetchedAfterKill { get; init; }
}

/// <summary>What a contender prints. A report has the same names.</summary>
/// <param name="Seconds">The time of the fetching, without the start of the process.</param>
internal sealed record FetchResult(long Fetched, long Failed, double Seconds);
