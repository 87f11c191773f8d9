using System.Numerics;

namespace CharacterFanOut.SampleApi.Data;

/// <summary>A character as the public API's JSON has it, its fields in the same order.</summary>
internal sealed record SampleCharacter(
    long Id,
    string Name,
    string Status,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Species,
    string Type,
    string Gender,
    SamplePlace Origin,
    SamplePlace Location,
    string Image,
    IEnumerable<string> Episode,
    string Url,
    string Created);

/// <summary>A place that a character names. Its URL is empty where the place is unknown.</summary>
internal sealed record SamplePlace(string Name, string Url);

internal sealed record CharacterPage(PageInfo Info, IEnumerable<SampleCharacter> Results);

/// <summary>Where a page is among all of them; the URLs are null at either end.</summary>
internal sealed record PageInfo(int Count, int Pages, string? Next, string? Prev);

/// <summary>Computes characters from the seed. Nothing is stored, so that a million of them cost no memory.</summary>
internal sealed class CharacterGenerator(int episodes, int locations, long seed)
{
    private const int MaxEpisodes = 12;
    private static readonly DateTime FirstCreated = new(2017, 11, 4, 18, 48, 46, 250, DateTimeKind.Utc);

    private enum Purpose { Traits = 0, Places = 1, Episodes = 2, Created = 5 }

    /// <summary>Creates the character of an id: the same one each time. The URLs begin with the API's root, which ends in a slash.</summary>
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

/// <summary>Hashes in place of stored random data: the same input gives the same bits, on every machine.</summary>
internal static class SeededHash
{
    /// <summary>64 well mixed bits of a seed, a purpose and up to two numbers.</summary>
    public static ulong Create(long seed, int purpose, long first, long second = 0)
    {
        ulong hash = Mix((ulong)seed + 0x9E3779B97F4A7C15UL);
        hash = Mix(hash ^ (ulong)purpose);
        hash = Mix(hash ^ (ulong)first);
        return Mix(hash ^ (ulong)second);
    }

    /// <summary>A hash as a number from 0 to less than 1.</summary>
    public static double ToFraction(ulong hash) => (hash >> 11) * (1.0 / (1UL << 53));

    /// <summary>A word, chosen by ten bits of a hash.</summary>
    public static string Pick(string[] words, ulong hash, int shift) => words[(int)((((hash >> shift) & 0x3FF) * (ulong)words.Length) >> 10)];

    // The finalizer of SplitMix64.
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15UL;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
