using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>What a batch's orchestrator is started with.</summary>
public sealed record BatchInput
{
    public required string FanOutId { get; init; }
    public required long Number { get; init; }

    /// <summary>The fan-out's upstream; null for one of a version that did not note it.</summary>
    public string? Upstream { get; init; }
    public required IdSet Ids { get; init; }

    /// <summary>How many fetches may be in flight.</summary>
    public required int Window { get; init; }
    public bool SaveCharacters { get; init; }

    /// <summary>The fields whose values are counted, by their paths; null when none are.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Breakdowns { get; init; }

    /// <summary>How many of its ids may fail before the batch starts no new fetch; null: all of them.</summary>
    public long? FailuresAllowed { get; init; }

    /// <summary>
    /// How long an upstream that is away is waited for; null in a batch that an earlier version started, which goes on as it began: its history
    /// would not fit otherwise.
    /// </summary>
    public TimeSpan? OutageTimeout { get; init; }

    /// <summary>An id of another batch that the upstream answered to, to tell an outage from ids that alone get no answer; null when none is known.</summary>
    public int? AnsweredId { get; init; }

    /// <summary>Why no id is asked for: the upstream was away for too long before the batch started; null when they are.</summary>
    public OutageEnd? Outage { get; init; }
}

/// <summary>The custom status of a batch.</summary>
/// <param name="ThrottledUntil">Until when the batch leaves an upstream alone that throttles, UTC; null when it does not.</param>
/// <param name="Waiting">Why and until when the batch waits for the upstream; null when it does not.</param>
/// <param name="Log">The waits that are over; null in a batch of a version that did not note them.</param>
/// <param name="ThrottledWaits">How often the upstream said when to come back.</param>
public sealed record BatchStatus(
    int Fetched,
    int Failed,
    int InFlight,
    DateTime? ThrottledUntil,
    UpstreamWait? Waiting = null,
    IReadOnlyList<LogEntry>? Log = null,
    int Retried = 0,
    int ThrottledWaits = 0);
