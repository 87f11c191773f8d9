using CharacterFanOut.Functions.Orchestrations;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>A fan-out as <c>GET fanouts/{id}</c> shows it.</summary>
public sealed record FanOutView
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required FanOutState Status { get; init; }

    /// <summary>The upstream that it asks: its name or its address; null for a fan-out of a version that did not note it.</summary>
    public string? Upstream { get; init; }

    /// <summary>How many ids were requested.</summary>
    public required long Requested { get; init; }

    /// <summary>How many characters were fetched so far.</summary>
    public required long Fetched { get; init; }

    /// <summary>How many ids failed so far.</summary>
    public required long Failed { get; init; }

    /// <summary>How many ids took more than one request so far.</summary>
    public long Retried { get; init; }

    /// <summary>How often the upstream has told a batch when to come back so far.</summary>
    public long ThrottledWaits { get; init; }

    /// <summary>How many ids have no outcome: those still to do, or, when it is over, those that were never asked for.</summary>
    public long Remaining => Requested - Fetched - Failed;

    /// <summary>How many fetches are in flight, as far as the batches have said.</summary>
    public required long InFlight { get; init; }

    /// <summary>Until when an upstream that throttles is left alone, UTC; null when it is not.</summary>
    public DateTimeOffset? ThrottledUntil { get; init; }

    /// <summary>Why and until when the upstream is waited for; null when it is not. Of batches that wait, the one that waits longest.</summary>
    public UpstreamWait? Waiting { get; init; }

    /// <summary>Ids with an outcome a second, since the start; null before there is one.</summary>
    public double? IdsPerSecond { get; init; }

    /// <summary>The time that is left at this rate, in seconds; null when it is over or nothing can be said.</summary>
    public double? SecondsLeft { get; init; }

    /// <summary>How many batches there are.</summary>
    public required long Batches { get; init; }

    /// <summary>How many batches are finished.</summary>
    public required long BatchesDone { get; init; }

    /// <summary>When it was accepted, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When something last happened, UTC.</summary>
    public required DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>Whether it is about to be canceled: nothing new is started, and what is in flight comes to its end.</summary>
    public bool Canceling { get; init; }

    /// <summary>What was asked for.</summary>
    public FanOutRequest? Request { get; init; }

    /// <summary>The fan-out whose ids this one asks for again.</summary>
    public string? RetryOf { get; init; }

    /// <summary>The fan-outs that asked for ids of this one again.</summary>
    public IReadOnlyList<string> Retries { get; init; } = [];

    /// <summary>Why it failed, if it did.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// What keeps it from going on, or its results from being reached: that the task hub cannot be written, or what the report store says; null
    /// when nothing is known to be wrong. It goes on by itself when that is mended.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>What happened to it, oldest first: its beginning, the newest entries of <see cref="FanOutLog"/>, and its end. Empty in a list of fan-outs.</summary>
    public IReadOnlyList<LogEntry> Log { get; init => field = value ?? []; } = [];

    /// <summary>Where to go from here.</summary>
    public FanOutLinks? Links { get; init; }
}
