using CharacterFanOut.Characters;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Says what a report counts of a character.</summary>
internal static class CharacterFactsReader
{
    public static CharacterFacts Read(Character character) => new(
        character.Status,
        character.Species,
        character.Gender,
        character.Origin.Name,
        character.Location.Name,
        character.Episodes.Count);
}
