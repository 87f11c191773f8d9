namespace CharacterFanOut.Cli.Client;

/// <summary>How a fan-out stands.</summary>
internal sealed record FanOutState
{
    public string Id { get; init; } = "";

    /// <summary>One of pending, running, paused, completed, aborted, canceled, failed.</summary>
    public string Status { get; init; } = "";

    public long Requested { get; init; }

    public long Fetched { get; init; }

    public long Failed { get; init; }

    public long InFlight { get; init; }

    public DateTimeOffset? ThrottledUntil { get; init; }

    public double? IdsPerSecond { get; init; }

    public double? SecondsLeft { get; init; }

    public long Batches { get; init; }

    public long BatchesDone { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Whether it is about to be canceled.</summary>
    public bool Canceling { get; init; }

    public Asked? Request { get; init; }

    public string? RetryOf { get; init; }

    public IReadOnlyList<string> Retries { get; init; } = [];

    public string? Error { get; init; }

    /// <summary>Whether it will not change any more.</summary>
    public bool IsOver => Status is "completed" or "aborted" or "canceled" or "failed";

    /// <summary>Whether it was told to pause.</summary>
    public bool IsPaused => Status is "paused";

    /// <summary>How many ids have an outcome.</summary>
    public long Finished => Fetched + Failed;

    /// <summary>What was asked for.</summary>
    internal sealed record Asked(string Ids, int? BatchSize, int MaxConcurrency);
}
