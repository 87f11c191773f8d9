using System.Globalization;

namespace CharacterFanOut.SampleApi.Data;

/// <summary>All characters, episodes and locations: computed from the seed when asked for, and the same each time.</summary>
internal sealed class SampleWorld(int characters, int episodes, int locations, long seed, Uri baseAddress)
{
    private const int EpisodesInSeason = 10;
    private const int MostAppearances = 12;
    private static readonly DateTime Epoch = new(2017, 11, 4, 18, 48, 46, 250, DateTimeKind.Utc);
    private static readonly DateTime FirstAired = new(2013, 12, 2, 0, 0, 0, DateTimeKind.Utc);

    public int Characters { get; } = characters;

    public int Episodes { get; } = episodes;

    public int Locations { get; } = locations;

    /// <summary>The API's root, ending in a slash.</summary>
    public string Root { get; } = baseAddress.AbsoluteUri;

    public CharacterTraits Character(long id)
    {
        ulong look = SeededHash.Of(seed, (int)Purpose.Look, id);
        ulong place = SeededHash.Of(seed, (int)Purpose.Place, id);
        return new CharacterTraits(
            Name: (int)((look >> 40) % (ulong)Vocabulary.FullNames.Length),
            Status: SeededHash.Slice(look, 0, Vocabulary.Statuses.Length),
            Species: SeededHash.Slice(look, 10, Vocabulary.Species.Length),
            Type: SeededHash.Slice(look, 20, Vocabulary.Types.Length),
            Gender: SeededHash.Slice(look, 30, Vocabulary.Genders.Length),
            Origin: SeededHash.Slice(place, 0, 8) == 0 ? 0 : LocationOf(place >> 10),
            Location: SeededHash.Slice(place, 0, 64) == 63 ? 0 : LocationOf(place >> 37));
    }

    public Appearances Appearances(long id)
    {
        ulong hash = SeededHash.Of(seed, (int)Purpose.Appearances, id);

        // Each further appearance is half as likely as the one before.
        int count = Math.Min(1 + System.Numerics.BitOperations.TrailingZeroCount(hash | (1UL << (MostAppearances - 1))), Episodes);
        int step = 1 + (int)((hash >> 20 & 0xFFFF) % (ulong)(Episodes / count));
        return new Appearances((int)((hash >> 36) % (ulong)Episodes), step, count, Episodes);
    }

    public static string LocationName(int id) => id == 0
        ? "unknown"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{Vocabulary.PlaceNames[id % Vocabulary.PlaceNames.Length]} {Vocabulary.PlaceEpithets[id % Vocabulary.PlaceEpithets.Length]}-{id}");

    public string LocationType(int id) =>
        Vocabulary.PlaceTypes[SeededHash.Slice(SeededHash.Of(seed, (int)Purpose.Location, id), 0, Vocabulary.PlaceTypes.Length)];

    public string Dimension(int id) =>
        Vocabulary.Dimensions[SeededHash.Slice(SeededHash.Of(seed, (int)Purpose.Location, id), 10, Vocabulary.Dimensions.Length)];

    public string EpisodeName(int id)
    {
        ulong hash = SeededHash.Of(seed, (int)Purpose.Episode, id);
        string adjective = Vocabulary.EpisodeAdjectives[SeededHash.Slice(hash, 0, Vocabulary.EpisodeAdjectives.Length)];
        return $"The {adjective} {Vocabulary.EpisodeNouns[SeededHash.Slice(hash, 10, Vocabulary.EpisodeNouns.Length)]}";
    }

    public static string EpisodeCode(int id) => string.Create(
        CultureInfo.InvariantCulture, $"S{((id - 1) / EpisodesInSeason) + 1:00}E{((id - 1) % EpisodesInSeason) + 1:00}");

    public static string AirDate(int id) =>
        FirstAired.AddDays(7.0 * (id - 1)).ToString("MMMM d, yyyy", CultureInfo.InvariantCulture);

    public DateTime Created(Resource resource, long id) => Epoch
        .AddMinutes(id)
        .AddMilliseconds(SeededHash.Of(seed, (int)Purpose.Created, (long)resource, id) % 60_000);

    public int Count(Resource resource) => resource switch
    {
        Resource.Character => Characters,
        Resource.Episode => Episodes,
        _ => Locations,
    };

    private int LocationOf(ulong bits) => 1 + (int)((bits & 0x7FFFFFF) % (ulong)Locations);

    private enum Purpose
    {
        Look,
        Place,
        Appearances,
        Location,
        Episode,
        Created,
    }
}
