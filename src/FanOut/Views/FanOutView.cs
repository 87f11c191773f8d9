using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>A fan-out as <c>GET fanouts/{id}</c> shows it.</summary>
public sealed record FanOutView
{
    public required string Id { get; init; }
    public required FanOutState Status { get; init; }

    /// <summary>The upstream that it asks: its name or its address; null for a fan-out of a version that did not note it.</summary>
    public string? Upstream { get; init; }
    public required long Requested { get; init; }
    public required long Fetched { get; init; }
    public required long Failed { get; init; }
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
    public IReadOnlyList<string> Retries { get; init => field = value ?? []; } = [];

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

    /// <summary>Whether nobody works on it, though it is not over: it is looked at in a folder that no host has open. Not part of the API.</summary>
    [JsonIgnore]
    public bool IsStopped { get; init; }

    /// <summary>Whether it has come to its end.</summary>
    [JsonIgnore]
    public bool IsOver => Status is not (FanOutState.Pending or FanOutState.Running or FanOutState.Paused);

    /// <summary>How many ids have an outcome.</summary>
    [JsonIgnore]
    public long Finished => Fetched + Failed;
}

/// <summary>Where a fan-out is in its life.</summary>
[JsonConverter(typeof(EnumNameConverter<FanOutState>))]
public enum FanOutState
{
    /// <summary>Accepted, not started yet.</summary>
    Pending,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Told to pause.</summary>
    Paused,

    /// <summary>Over: every id was asked for.</summary>
    Completed,

    /// <summary>Over: too many ids failed.</summary>
    Aborted,

    /// <summary>Over: cancelled.</summary>
    Canceled,

    /// <summary>Over: it could not be brought to an end.</summary>
    Failed,
}

/// <summary>What <c>GET fanouts</c> answers.</summary>
/// <param name="FanOuts">The fan-outs, newest first.</param>
/// <param name="Continuation">What to send to get the next ones; null when there are no more.</param>
public sealed record FanOutList(
    IReadOnlyList<FanOutView> FanOuts,
    string? Continuation);

/// <summary>Where to go from a fan-out; paths on this host.</summary>
/// <param name="Self">Its status.</param>
/// <param name="Report">Its report, once it is over.</param>
/// <param name="Characters">Its characters, also while it runs.</param>
/// <param name="Failures">Its failures, also while it runs.</param>
/// <param name="Pause">POST here to pause it.</param>
/// <param name="Resume">POST here to resume it.</param>
/// <param name="Cancel">POST here to cancel it.</param>
/// <param name="Retry">POST here to ask again for the ids that failed, or for those never asked for.</param>
/// <param name="Wake">POST here to have it ask an upstream that it waits for.</param>
public sealed record FanOutLinks(
    string Self,
    string Report,
    string Characters,
    string Failures,
    string Pause,
    string Resume,
    string Cancel,
    string Retry,
    string Wake)
{
    /// <summary>The links of a fan-out.</summary>
    /// <param name="fanOuts">The path of the fan-outs, such as <c>/api/fanouts</c>.</param>
    /// <param name="id">The fan-out's id.</param>
    public static FanOutLinks Of(string fanOuts, string id)
    {
        var self = $"{fanOuts}/{Uri.EscapeDataString(id)}";
        return new(
            self, $"{self}/report", $"{self}/characters", $"{self}/failures",
            $"{self}/pause", $"{self}/resume", $"{self}/cancel", $"{self}/retry", $"{self}/wake");
    }
}

/// <summary>That the upstream is waited for, and until when.</summary>
/// <param name="Reason">Whether it throttles, is away, or does not answer in time.</param>
/// <param name="Since">Since when, UTC.</param>
/// <param name="NextTryAt">When it is asked again, UTC.</param>
/// <param name="GivenUpAt">When it is no longer waited for, UTC; null when it throttles.</param>
/// <param name="Error">The last error, for people.</param>
public sealed record UpstreamWait(
    WaitReason Reason,
    DateTimeOffset Since,
    DateTimeOffset NextTryAt,
    DateTimeOffset? GivenUpAt,
    string Error)
{
    /// <summary>The wait as an entry of the log.</summary>
    /// <param name="until">When it was over, UTC; null while it lasts.</param>
    public LogEntry ToEntry(DateTimeOffset? until) => new(Since, LogEvent.Waiting, Error, Reason, until);
}
