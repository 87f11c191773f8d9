using System.Text.Json;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What came of fetching one id. Exactly one of <see cref="Character"/>, <see cref="Failure"/> and <see cref="Unavailable"/> is there.</summary>
/// <typeparam name="TCharacter">What a fetch gives.</typeparam>
public sealed record FetchOutcome<TCharacter>
    where TCharacter : class
{
    public required int Id { get; init; }

    /// <summary>How many requests were made; 0 when the circuit was open from the start.</summary>
    public int Attempts { get; init; }

    /// <summary>How long it took to get the character, retries and their waits included; not what was waited for leave to ask.</summary>
    public TimeSpan Elapsed { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TCharacter? Character { get; init; }

    /// <summary>Why there is no character. This is final.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public FetchFailure? Failure { get; init; }

    /// <summary>Why the upstream cannot be asked now. This is not final, and says nothing about the id.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Unavailability? Unavailable { get; init; }
}

/// <summary>Why an upstream cannot be asked now.</summary>
/// <param name="RetryAfter">How long to leave it alone, at most 24 h: what the upstream asks for, or else a guess of seconds.</param>
/// <param name="Kind">What an id counts as when it is not asked for again.</param>
/// <param name="Message">One sentence for people about the upstream, with its last error. It names no id, so it is true of every id that waits.</param>
public sealed record Unavailability(
    WaitReason Reason,
    TimeSpan RetryAfter,
    FailureKind Kind,
    string Message);

/// <summary>An id that could not be fetched, and why.</summary>
/// <param name="Message">What went wrong, for people; at most <see cref="MaxMessageLength"/> characters.</param>
/// <param name="Attempts">How many requests were made for it.</param>
public sealed record FetchFailure(
    int Id,
    FailureKind Kind,
    string Message,
    int Attempts)
{
    /// <summary>The most characters of a message that are kept: 300.</summary>
    public const int MaxMessageLength = 300;

    /// <summary>What went wrong, for people; longer text is cut and ends with an ellipsis.</summary>
    public string Message { get; } = Message.Length <= MaxMessageLength ? Message : $"{TextCut.Start(Message, MaxMessageLength - 1)}…";

    public FetchOutcome<TCharacter> ToOutcome<TCharacter>()
        where TCharacter : class
        => new() { Id = Id, Failure = this, Attempts = Attempts };
}

[JsonConverter(typeof(EnumNameConverter<FailureKind>))]
public enum FailureKind
{
    /// <summary>The upstream has no such character (404).</summary>
    NotFound,

    /// <summary>The upstream went on throttling for longer than a batch waits.</summary>
    Throttled,

    /// <summary>No answer in time, or 408, after every retry.</summary>
    Timeout,

    /// <summary>An error status after every retry, or a status that a fetch cannot use.</summary>
    Upstream,

    /// <summary>The upstream could not be reached, or the connection broke, after every retry.</summary>
    Network,

    /// <summary>
    /// An answer that is not the character asked for: not JSON, a field missing, another id, or too large; or, after every retry, one that was
    /// cut short or cannot be decompressed.
    /// </summary>
    Malformed,

    /// <summary>The activity itself failed, after Durable's retries: a bug, or a lost worker.</summary>
    Activity,
}

/// <summary>The names of the failure kinds on the wire and in tallies.</summary>
public static class FailureKinds
{
    /// <summary>The kind's name in camelCase, such as <c>notFound</c>.</summary>
    public static string Name(FailureKind kind) => JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());
}

/// <summary>Why an upstream is waited for.</summary>
[JsonConverter(typeof(EnumNameConverter<WaitReason>))]
public enum WaitReason
{
    /// <summary>It asks for a wait: 429, or another error status with a Retry-After that is longer than a fetch waits for itself.</summary>
    Throttled,

    /// <summary>It is away: connection refused or not established in time, no such host, or 502, 503 or 504; or nearly every request fails.</summary>
    Unreachable,

    /// <summary>Nearly every request fails, the last one by not being answered in time.</summary>
    Slow,

    /// <summary>Nothing was asked: the host has another upstream than the fan-out.</summary>
    OtherUpstream,

    /// <summary>Nothing was asked: the host's own rate limit has no permit for some time.</summary>
    RateLimited,
}

/// <summary>That an upstream was away for longer than a fan-out waits.</summary>
/// <param name="Since">When it was first away, UTC.</param>
/// <param name="Kind">What an id counts as that was not asked for because of it.</param>
/// <param name="Message">What happened, for people: since when it was away, how long was waited for it, and its last error.</param>
public sealed record OutageEnd(
    DateTimeOffset Since,
    FailureKind Kind,
    string Message);
