namespace CharacterFanOut.Functions.FanOuts;

/// <summary>How the characters of batches that are over divide; add up those of successive answers.</summary>
/// <param name="ByStatus">Characters by status.</param>
/// <param name="BySpecies">Characters by species.</param>
/// <param name="ByGender">Characters by gender.</param>
/// <param name="ByOrigin">Characters by origin.</param>
/// <param name="ByLocation">Characters by location.</param>
public sealed record SettledTallies(
    Tally ByStatus,
    Tally BySpecies,
    Tally ByGender,
    Tally ByOrigin,
    Tally ByLocation)
{
    /// <summary>The tallies of merged batches.</summary>
    public static SettledTallies Of(BatchReport merged) =>
        new(merged.ByStatus, merged.BySpecies, merged.ByGender, merged.ByOrigin, merged.ByLocation);
}
