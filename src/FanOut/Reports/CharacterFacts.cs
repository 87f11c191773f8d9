namespace CharacterFanOut;

/// <summary>What a report counts of a character, or of whatever else was fetched: that has no more than <see cref="Named"/>.</summary>
/// <param name="Status">Such as Alive, Dead or unknown.</param>
/// <param name="Species">Such as Human.</param>
/// <param name="Gender">Such as Female.</param>
/// <param name="Origin">The name of where it comes from.</param>
/// <param name="Location">The name of where it was last seen.</param>
/// <param name="Episodes">In how many episodes it appears.</param>
/// <param name="Named">The values of the fields that the request names, by their paths.</param>
public sealed record CharacterFacts(
    string? Status, string? Species, string? Gender, string? Origin, string? Location, int? Episodes, IReadOnlyDictionary<string, string>? Named = null);
