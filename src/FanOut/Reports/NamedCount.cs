namespace CharacterFanOut;

/// <summary>How often a name occurred.</summary>
/// <param name="Name">The name.</param>
/// <param name="Count">How often it occurred.</param>
public sealed record NamedCount(
    string Name,
    long Count);
