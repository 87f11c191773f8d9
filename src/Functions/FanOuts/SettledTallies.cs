using System.Text.Json.Serialization;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>How the characters of batches that are over divide; add up those of successive answers.</summary>
/// <param name="ByStatus">Characters by status.</param>
/// <param name="BySpecies">Characters by species.</param>
/// <param name="ByGender">Characters by gender.</param>
/// <param name="ByOrigin">Characters by origin.</param>
/// <param name="ByLocation">Characters by location.</param>
public sealed record SettledTallies(
    [property: JsonPropertyName("byStatus")] Tally ByStatus,
    [property: JsonPropertyName("bySpecies")] Tally BySpecies,
    [property: JsonPropertyName("byGender")] Tally ByGender,
    [property: JsonPropertyName("byOrigin")] Tally ByOrigin,
    [property: JsonPropertyName("byLocation")] Tally ByLocation)
{
    /// <summary>The tallies of merged batches.</summary>
    public static SettledTallies Of(BatchReport merged) =>
        new(merged.ByStatus, merged.BySpecies, merged.ByGender, merged.ByOrigin, merged.ByLocation);
}
