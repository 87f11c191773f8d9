namespace CharacterFanOut;

/// <summary>Finds what a mistyped name was meant to be.</summary>
public static class NearestName
{
    private const int MaxDistance = 2;

    /// <summary>The known name with the fewest letters added, left out or changed; null when none is within 2, or within a third of the word.</summary>
    /// <param name="word">The word as typed; case does not matter.</param>
    /// <param name="known">The known names.</param>
    public static string? Find(string word, IEnumerable<string> known)
    {
        ArgumentNullException.ThrowIfNull(word);
        return known.Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(near => near.Distance <= Math.Max(MaxDistance, word.Length / 3) && near.Distance < word.Length)
            .OrderBy(near => near.Distance).Select(near => near.Name).FirstOrDefault();
    }

    // Levenshtein, row by row.
    private static int Distance(string one, string other)
    {
        int[] row = [.. Enumerable.Range(0, other.Length + 1)];
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var changed = diagonal + (one[i - 1] == other[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, changed);
            }
        }

        return row[^1];
    }
}
