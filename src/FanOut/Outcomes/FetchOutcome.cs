using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What came of fetching one id. Exactly one of <see cref="Character"/>, <see cref="Failure"/> and <see cref="Unavailable"/> is there.</summary>
/// <typeparam name="TCharacter">What a fetch gives.</typeparam>
public sealed record FetchOutcome<TCharacter>
    where TCharacter : class
{
    /// <summary>The id that was asked for.</summary>
    public required int Id { get; init; }

    /// <summary>How many requests were made; 0 when the circuit was open from the start.</summary>
    public int Attempts { get; init; }

    /// <summary>How long it took to get the character, retries and their waits included; not what was waited for leave to ask.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The character.</summary>
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
/// <param name="Reason">What is waited for.</param>
/// <param name="RetryAfter">How long to leave it alone, at most 24 h: what the upstream asks for, or else a guess of seconds.</param>
/// <param name="Kind">What an id counts as when it is not asked for again.</param>
/// <param name="Message">One sentence for people about the upstream, with its last error. It names no id, so it is true of every id that waits.</param>
public sealed record Unavailability(
    WaitReason Reason,
    TimeSpan RetryAfter,
    FailureKind Kind,
    string Message);
