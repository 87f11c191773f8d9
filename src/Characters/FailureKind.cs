namespace CharacterFanOut.Characters;

/// <summary>Why a character could not be fetched.</summary>
public enum FailureKind
{
    /// <summary>The upstream has no such character (404).</summary>
    NotFound,

    /// <summary>429 after every retry, and the upstream did not say when to come back.</summary>
    Throttled,

    /// <summary>No answer in time, after every retry, or 408.</summary>
    Timeout,

    /// <summary>5xx after every retry, or another status that a fetch cannot use.</summary>
    Upstream,

    /// <summary>No connection, or a broken one, after every retry.</summary>
    Network,

    /// <summary>An answer that is not the character asked for: not JSON, a field missing, another id, or too large.</summary>
    Malformed,
}
