namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Which fan-outs are asked for.</summary>
/// <param name="States">In one of these states; null: in any.</param>
/// <param name="From">Accepted at this time or later; null: since ever.</param>
/// <param name="To">Accepted at this time or earlier; null: until now.</param>
/// <param name="Labels">With all of these labels; a value of null: whatever it is.</param>
/// <param name="WithFailures">Only with ids that failed.</param>
/// <param name="Top">At most how many.</param>
/// <param name="After">Those after this place in the list; null: from its start.</param>
public sealed record FanOutQuery(
    IReadOnlyCollection<FanOutState>? States,
    DateTimeOffset? From,
    DateTimeOffset? To,
    IReadOnlyList<KeyValuePair<string, string?>> Labels,
    bool WithFailures,
    int Top,
    FanOutPlace? After)
{
    /// <summary>How many are given when nothing is said: 50.</summary>
    public const int DefaultTop = 50;

    /// <summary>The most that are given: 200.</summary>
    public const int MaxTop = 200;

    /// <summary>Whether nothing narrows it down.</summary>
    public bool IsAll => States is null && From is null && To is null && Labels.Count == 0 && !WithFailures;

    /// <summary>Whether a fan-out is one that is asked for, whenever it was accepted.</summary>
    public bool Matches(FanOutView view) =>
        States?.Contains(view.Status) != false
        && (!WithFailures || view.Failed > 0)
        && Labels.All(label => view.Request?.Labels?.TryGetValue(label.Key, out var value) == true && (label.Value is null || label.Value == value));
}
