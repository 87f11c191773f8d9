using System.Text.Json.Serialization;

namespace CharacterFanOut;

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
