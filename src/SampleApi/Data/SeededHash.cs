namespace CharacterFanOut.SampleApi.Data;

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
