using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// How often each name occurred. Immutable, bounded and mergeable in any order: up to <see cref="MaxNames"/> distinct names
/// are counted exactly; past that the names that come first in ordinal order keep exact counts, and all the rest count as
/// <see cref="Other"/>. Which names are kept depends on the names alone, so merging stays associative and commutative.
/// </summary>
public sealed class Tally
{
    /// <summary>The most distinct names that are counted apart: 1,000.</summary>
    public const int MaxNames = 1000;

    /// <summary>The most characters of a name that are kept; the rest is cut: 100.</summary>
    public const int MaxNameLength = 100;

    private readonly SortedDictionary<string, long> counts;

    /// <param name="other">How often names occurred that are not counted apart.</param>
    [JsonConstructor]
    public Tally(IReadOnlyDictionary<string, long> counts, long other)
    {
        this.counts = new(StringComparer.Ordinal);
        foreach (var (name, count) in counts)
        {
            var kept = name.Length <= MaxNameLength ? name : TextCut.Start(name, MaxNameLength).ToString();
            this.counts[kept] = this.counts.GetValueOrDefault(kept) + count;
        }

        Other = other + CutToBound();
        Total = Other + this.counts.Values.Sum();
    }

    private Tally(SortedDictionary<string, long> counts, long other)
    {
        this.counts = counts;
        Other = other + CutToBound();
        Total = Other + counts.Values.Sum();
    }

    public static Tally Empty { get; } = new(new SortedDictionary<string, long>(StringComparer.Ordinal), 0);

    /// <summary>The count of each name, in ordinal order of the names.</summary>
    public IReadOnlyDictionary<string, long> Counts => counts;

    /// <summary>How often names occurred that are not counted apart.</summary>
    public long Other { get; }

    /// <summary>How often names occurred in all.</summary>
    [JsonIgnore]
    public long Total { get; }

    /// <summary>Counts names.</summary>
    public static Tally Of(IEnumerable<string> names)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            counts[name] = counts.GetValueOrDefault(name) + 1;
        }

        return new(counts, 0);
    }

    /// <summary>How often <paramref name="name"/> occurred, as far as it is counted apart.</summary>
    public long this[string name] => counts.GetValueOrDefault(name);

    public Tally Merge(Tally other)
    {
        if (Total == 0 || other.Total == 0)
        {
            return Total == 0 ? other : this;
        }

        var merged = new SortedDictionary<string, long>(counts, StringComparer.Ordinal);
        foreach (var (name, count) in other.counts)
        {
            merged[name] = merged.GetValueOrDefault(name) + count;
        }

        return new(merged, Other + other.Other);
    }

    /// <summary>The <paramref name="count"/> most frequent names, ties in ordinal order, and the rest as "other".</summary>
    public TopCounts Top(int count)
    {
        var top = counts.OrderByDescending(c => c.Value).Take(count).Select(c => new NamedCount(c.Key, c.Value)).ToArray();
        return new(top, Total - top.Sum(c => c.Count));
    }

    private long CutToBound()
    {
        if (counts.Count <= MaxNames)
        {
            return 0;
        }

        var over = counts.Skip(MaxNames).ToArray();
        foreach (var (name, _) in over)
        {
            counts.Remove(name);
        }

        return over.Sum(c => c.Value);
    }
}
