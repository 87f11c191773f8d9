namespace CharacterFanOut.Characters;

/// <summary>
/// The result of fetching one character: <see cref="Fetched"/>, <see cref="Failed"/> or <see cref="Unavailable"/>, and nothing else.
/// </summary>
public abstract record CharacterResult
{
    private CharacterResult()
    {
    }

    /// <summary>The character, as asked for.</summary>
    /// <param name="Character">The character.</param>
    /// <param name="Elapsed">From the call to the parsed character, retries and their waits included.</param>
    /// <param name="Attempts">Requests sent, at least 1.</param>
    public sealed record Fetched(Character Character, TimeSpan Elapsed, int Attempts) : CharacterResult;

    /// <summary>There is no character, finally: retries are used up or would not help.</summary>
    /// <param name="Kind">The kind of failure.</param>
    /// <param name="Message">One sentence for people: which character, which URL, what happened.</param>
    /// <param name="Attempts">Requests sent, at least 1.</param>
    public sealed record Failed(FailureKind Kind, string Message, int Attempts) : CharacterResult;

    /// <summary>Not final, and not about this id: the upstream cannot be asked now. Ask again, but not before <paramref name="RetryAfter"/> has passed.</summary>
    /// <param name="Reason">Why the upstream cannot be asked.</param>
    /// <param name="LastFailure">What an id counts as when it is not asked for again.</param>
    /// <param name="RetryAfter">When to try again, from now; more than zero, at most 24 h. What the upstream asks for, or else a guess of seconds.</param>
    /// <param name="Message">One sentence for people about the upstream, with its last error. It names no id, so it is true of every id that waits.</param>
    /// <param name="Attempts">Requests sent; 0 when the circuit was open from the start.</param>
    public sealed record Unavailable(
        UnavailableReason Reason, FailureKind LastFailure, TimeSpan RetryAfter, string Message, int Attempts) : CharacterResult;
}

/// <summary>Why a character could not be fetched.</summary>
public enum FailureKind
{
    /// <summary>The upstream has no such character (404).</summary>
    NotFound,

    /// <summary>No answer in time, or 408, after every retry.</summary>
    Timeout,

    /// <summary>An error status after every retry, or a status that a fetch cannot use.</summary>
    Upstream,

    /// <summary>The connection broke, after every retry.</summary>
    Network,

    /// <summary>
    /// An answer that is not the character asked for: not JSON, a field missing, another id, or too large; or, after every retry, one that was
    /// cut short or cannot be decompressed.
    /// </summary>
    Malformed,
}

/// <summary>Why an upstream cannot be asked now.</summary>
public enum UnavailableReason
{
    /// <summary>It asks for a wait: 429, or another error status with a Retry-After that is longer than a fetch waits for itself.</summary>
    Throttled,

    /// <summary>
    /// It is away: connection refused or not established in time, no such host, or 502, 503 or 504; or the circuit is open, because nearly every
    /// request failed.
    /// </summary>
    Unreachable,

    /// <summary>The circuit is open, because nearly every request failed, the last one by not being answered in time.</summary>
    Slow,
}
