namespace CharacterFanOut;

/// <summary>A character as it was stored, field by field, to be compared with another run's.</summary>
/// <param name="Id">The character's id.</param>
/// <param name="Fields">The fields' values as text, by name.</param>
public sealed record CharacterSnapshot(int Id, IReadOnlyDictionary<string, string?> Fields);
