namespace CharacterFanOut.Characters;

/// <summary>
/// What came of fetching one character: <see cref="Fetched"/>, <see cref="Failed"/> or <see cref="Throttling"/>, and nothing else.
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
    /// <param name="Message">One sentence for people: which character, what happened, at which URL.</param>
    /// <param name="Attempts">Requests sent, at least 1.</param>
    public sealed record Failed(FailureKind Kind, string Message, int Attempts) : CharacterResult;

    /// <summary>Not final: ask again, but not before <paramref name="RetryAfter"/> has passed.</summary>
    /// <param name="RetryAfter">How long to leave the upstream alone; more than zero.</param>
    /// <param name="Reason">Who asks for the wait.</param>
    /// <param name="Message">One sentence for people.</param>
    /// <param name="Attempts">Requests sent; 0 when the circuit was open from the start.</param>
    public sealed record Throttling(TimeSpan RetryAfter, ThrottlingReason Reason, string Message, int Attempts) : CharacterResult;
}
