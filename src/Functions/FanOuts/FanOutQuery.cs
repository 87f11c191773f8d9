namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Which fan-outs are asked for.</summary>
/// <param name="States">In one of these states; null: in any.</param>
/// <param name="From">Accepted at this time or later; null: since ever.</param>
/// <param name="To">Accepted at this time or earlier; null: until now.</param>
/// <param name="Top">At most how many.</param>
/// <param name="After">Those after this place in the list; null: from its start.</param>
public sealed record FanOutQuery(
    IReadOnlyCollection<FanOutState>? States, DateTimeOffset? From, DateTimeOffset? To, int Top, FanOutPlace? After)
{
    /// <summary>How many are given when nothing is said: 50.</summary>
    public const int DefaultTop = 50;

    /// <summary>The most that are given: 200.</summary>
    public const int MaxTop = 200;
}
