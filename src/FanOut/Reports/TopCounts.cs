namespace CharacterFanOut;

/// <summary>The most frequent names, and how often all the rest occurred.</summary>
/// <param name="Top">The most frequent names, most frequent first.</param>
/// <param name="Other">How often all other names occurred together.</param>
public sealed record TopCounts(
    IReadOnlyList<NamedCount> Top,
    long Other);
