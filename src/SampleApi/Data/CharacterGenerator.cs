using System.Globalization;
using System.Numerics;

namespace CharacterFanOut.SampleApi.Data;

/// <summary>Computes characters from the seed. Nothing is stored, so that a million of them cost no memory.</summary>
internal sealed class CharacterGenerator(int episodes, int locations, long seed)
{
    private const int MaxEpisodes = 12;
    private static readonly DateTime FirstCreated = new(2017, 11, 4, 18, 48, 46, 250, DateTimeKind.Utc);

    private enum Purpose
    {
        Traits = 0,
        Places = 1,
        Episodes = 2,
        Created = 5,
    }

    /// <summary>Creates the character of an id: the same one each time.</summary>
    /// <param name="id">The id.</param>
    /// <param name="root">The API's root, ending in a slash, for the URLs.</param>
    public SampleCharacter Create(long id, string root)
    {
        ulong traits = Hash(Purpose.Traits, id);
        ulong places = Hash(Purpose.Places, id);
        ulong created = SeededHash.Create(seed, (int)Purpose.Created, 0, id);
        return new SampleCharacter(
            id,
            Vocabulary.Name((int)((traits >> 40) % (ulong)Vocabulary.Names)),
            SeededHash.Pick(Vocabulary.Statuses, traits, 0),
            SeededHash.Pick(Vocabulary.Species, traits, 10),
            SeededHash.Pick(Vocabulary.Types, traits, 20),
            SeededHash.Pick(Vocabulary.Genders, traits, 30),
            Origin: Place(known: (places & 0x3FF) >= 128, places >> 10, root),
            Location: Place(known: (places & 0x3FF) < 1008, places >> 37, root),
            Image: $"{root}character/avatar/{id}.jpeg",
            Episode: [.. Episodes(id).Select(episode => $"{root}episode/{episode}")],
            Url: $"{root}character/{id}",
            Created: FirstCreated.AddMinutes(id).AddMilliseconds(created % 60_000).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>The episodes that a character appears in, ascending: each further one is half as likely as the one before.</summary>
    public IEnumerable<int> Episodes(long id)
    {
        ulong hash = Hash(Purpose.Episodes, id);
        int count = Math.Min(1 + BitOperations.TrailingZeroCount(hash | (1UL << (MaxEpisodes - 1))), episodes);
        int step = 1 + (int)((hash >> 20 & 0xFFFF) % (ulong)(episodes / count));
        int first = (int)((hash >> 36) % (ulong)episodes);
        return Enumerable.Range(0, count).Select(index => ((first + (index * step)) % episodes) + 1).Order();
    }

    private SamplePlace Place(bool known, ulong hash, string root)
    {
        int id = 1 + (int)((hash & 0x7FFFFFF) % (ulong)locations);
        return known ? new SamplePlace(Vocabulary.PlaceName(id), $"{root}location/{id}") : new SamplePlace("unknown", "");
    }

    private ulong Hash(Purpose purpose, long id) => SeededHash.Create(seed, (int)purpose, id);
}
