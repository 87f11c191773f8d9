namespace CharacterFanOut.Cli.Comparing;

/// <summary>What was measured of a contender.</summary>
internal sealed record ComparisonRow
{
    /// <summary>Which one.</summary>
    public required string Contender { get; init; }

    /// <summary>How long the fetching took, as it says itself.</summary>
    public required double FetchSeconds { get; init; }

    /// <summary>How long its process took, from start to end.</summary>
    public required double ProcessSeconds { get; init; }

    /// <summary>The most requests in flight at one instant, as the upstream saw it.</summary>
    public required long MaxInFlight { get; init; }

    /// <summary>How many requests the upstream saw.</summary>
    public required long Requests { get; init; }

    public required long Fetched { get; init; }

    public required long Failed { get; init; }

    /// <summary>How many requests the upstream had answered when a second run was killed; null when it was over before it could be.</summary>
    public long? AnsweredWhenKilled { get; init; }

    /// <summary>How many requests it made after the kill to come to its end; null when it was not killed.</summary>
    public long? RequestsAfterKill { get; init; }

    /// <summary>How many requests were made for what had been answered before the kill; null when it was not killed.</summary>
    public long? AskedAgain => AnsweredWhenKilled + RequestsAfterKill is { } all ? Math.Max(0, all - Requests) : null;

    /// <summary>How many characters it had in the end, after the kill; null when it was not killed.</summary>
    public long? FetchedAfterKill { get; init; }
}
