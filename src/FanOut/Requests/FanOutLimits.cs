namespace CharacterFanOut;

/// <summary>What a host allows a request to ask for.</summary>
/// <param name="MaxIds">The most ids in one fan-out.</param>
/// <param name="AllowPrivateNotify">Whether <c>notifyUri</c> may be plain http and point into private networks, as on a developer's machine.</param>
/// <param name="CanNotify">Whether the host has a key to sign notices with; without one <c>notifyUri</c> is refused.</param>
public sealed record FanOutLimits(long MaxIds = FanOutLimits.DefaultMaxIds, bool AllowPrivateNotify = false, bool CanNotify = true)
{
    /// <summary>The default of <see cref="MaxIds"/>: 1,000,000.</summary>
    public const long DefaultMaxIds = 1_000_000;
}
