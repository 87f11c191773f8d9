using System.Text.Json;
using CharacterFanOut.Characters;

namespace CharacterFanOut.Functions.Activities;

/// <summary>Says what a report counts of a character, or of whatever else was fetched.</summary>
internal static class CharacterFactsReader
{
    /// <summary>Reads them.</summary>
    /// <param name="item">What was fetched.</param>
    /// <param name="named">The fields that the request names, by their paths; null when it names none.</param>
    public static CharacterFacts Read(Item item, IReadOnlyList<string>? named)
    {
        var values = named?.ToDictionary(static path => path, path => Item.TextOf(item.Find(path)));
        return item.IsCharacter
            ? new(Text("status"), Text("species"), Text("gender"), Text("origin.name"), Text("location.name"), item.Json.GetProperty("episode").GetArrayLength(), values)
            : new(null, null, null, null, null, null, values);

        string Text(string path) => Item.TextOf(item.Find(path));
    }
}
