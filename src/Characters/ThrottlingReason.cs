namespace CharacterFanOut.Characters;

/// <summary>Why a fetch has to be put off.</summary>
public enum ThrottlingReason
{
    /// <summary>The upstream asked for it, with a Retry-After header.</summary>
    Upstream,

    /// <summary>The circuit breaker is open: nearly everything failed of late.</summary>
    CircuitOpen,
}
