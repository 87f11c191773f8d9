using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// An immutable set of character ids, held as sorted, disjoint ranges and never as a list of numbers: counting, slicing,
/// union and difference are arithmetic on ranges, whatever the number of ids. Ids are from 1 to <see cref="MaxId"/>.
/// </summary>
[JsonConverter(typeof(IdSetJsonConverter))]
public sealed class IdSet : IEnumerable<int>, IEquatable<IdSet>, IParsable<IdSet>
{
    /// <summary>The largest id: 2,147,483,647.</summary>
    public const int MaxId = int.MaxValue;

    private readonly IdRange[] ranges;

    // offsets[i] is how many ids lie before ranges[i]: what makes a slice a binary search.
    private readonly long[] offsets;

    private IdSet(IdRange[] normalized)
    {
        ranges = normalized;
        offsets = new long[normalized.Length];
        for (var i = 0; i < normalized.Length; i++)
        {
            offsets[i] = Count;
            Count += normalized[i].Count;
        }
    }

    public static IdSet Empty { get; } = new([]);

    /// <summary>Every id there can be, written <c>all</c>: whoever asks for it wants as many as the upstream has.</summary>
    public static IdSet All { get; } = Range(1, MaxId);
    public bool IsAll => ranges is [{ First: 1, Last: MaxId }];
    public long Count { get; }
    public bool IsEmpty => ranges.Length == 0;

    /// <summary>The ranges, in ascending order, disjoint and with a gap between each two.</summary>
    public IReadOnlyList<IdRange> Ranges => ranges;

    /// <summary>The ids from <paramref name="first"/> to <paramref name="last"/>, both included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is reversed or starts below 1.</exception>
    public static IdSet Range(int first, int last)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        return new([new(first, last)]);
    }

    /// <summary>The set of these ids; order and duplicates do not matter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is below 1.</exception>
    public static IdSet Of(params IEnumerable<int> ids) => FromRanges(ids.Select(id => new IdRange(id, id)));

    /// <summary>The set of the ids in these ranges; order and overlaps do not matter.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A range is reversed or starts below 1.</exception>
    public static IdSet FromRanges(IEnumerable<IdRange> ranges)
    {
        var all = ranges.ToList();
        foreach (var range in all)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(range.First, 1, nameof(ranges));
            ArgumentOutOfRangeException.ThrowIfLessThan(range.Last, range.First, nameof(ranges));
        }

        all.Sort((a, b) => a.First.CompareTo(b.First));
        return Normalize(CollectionsMarshal.AsSpan(all));
    }

    /// <summary>Reads <c>1-99</c>, <c>1-20,42,50-60</c> or <c>all</c>; empty text is the empty set.</summary>
    /// <exception cref="IdSetFormatException">A token is not an id or a range; the message names it and says why.</exception>
    public static IdSet Parse(string s) => FromRanges(IdSetParser.Parse(s));

    public static IdSet Parse(string s, IFormatProvider? provider) => Parse(s);

    /// <summary>Reads what <see cref="Parse(string)"/> reads; false when the text does not name ids.</summary>
    public static bool TryParse([NotNullWhen(true)] string? s, IFormatProvider? provider, [MaybeNullWhen(false)] out IdSet result)
    {
        try
        {
            result = s is null ? null : Parse(s);
            return result is not null;
        }
        catch (IdSetFormatException)
        {
            result = null;
            return false;
        }
    }

    public bool Contains(int id)
    {
        var index = Array.BinarySearch(ranges, new IdRange(id, id), FirstComparer.Instance);
        return index >= 0 || (~index > 0 && ranges[~index - 1].Last >= id);
    }

    /// <summary>The <paramref name="count"/> smallest ids, or all of them when there are fewer.</summary>
    public IdSet Take(long count) => Slice(0, count);

    /// <summary>All but the <paramref name="count"/> smallest ids.</summary>
    public IdSet Skip(long count) => Slice(count, long.MaxValue);

    /// <summary>Up to <paramref name="count"/> ids in ascending order, after the <paramref name="offset"/> smallest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An argument is negative.</exception>
    public IdSet Slice(long offset, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var end = count > Count - offset ? Count : offset + count;
        if (offset >= end)
        {
            return Empty;
        }

        if (offset == 0 && end == Count)
        {
            return this;
        }

        var first = RangeAt(offset);
        var last = RangeAt(end - 1);
        var slice = ranges[first..(last + 1)];
        slice[^1] = slice[^1] with { Last = (int)(ranges[last].First + (end - 1 - offsets[last])) };
        slice[0] = slice[0] with { First = (int)(ranges[first].First + (offset - offsets[first])) };
        return new(slice);
    }

    /// <summary>The ids that are in either set.</summary>
    public IdSet Union(IdSet other) =>
        IsEmpty ? other : other.IsEmpty ? this : FromRanges(ranges.Concat(other.ranges));

    /// <summary>The ids of this set that are not in <paramref name="other"/>.</summary>
    public IdSet Except(IdSet other)
    {
        if (IsEmpty || other.IsEmpty)
        {
            return this;
        }

        var left = new List<IdRange>(ranges.Length);
        var next = 0;
        foreach (var range in ranges)
        {
            long from = range.First;
            while (next < other.ranges.Length && other.ranges[next].Last < from)
            {
                next++;
            }

            for (var i = next; i < other.ranges.Length && other.ranges[i].First <= range.Last; i++)
            {
                if (other.ranges[i].First > from)
                {
                    left.Add(new((int)from, other.ranges[i].First - 1));
                }

                from = (long)other.ranges[i].Last + 1;
            }

            if (from <= range.Last)
            {
                left.Add(new((int)from, range.Last));
            }
        }

        return new([.. left]);
    }

    /// <summary>The ids in ascending order, made as they are asked for.</summary>
    public IEnumerator<int> GetEnumerator()
    {
        foreach (var range in ranges)
        {
            for (long id = range.First; id <= range.Last; id++)
            {
                yield return (int)id;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(IdSet? other) => other is not null && ranges.AsSpan().SequenceEqual(other.ranges);

    public override bool Equals(object? obj) => Equals(obj as IdSet);

    public override int GetHashCode() => IsEmpty ? 0 : HashCode.Combine(ranges.Length, Count, ranges[0], ranges[^1]);

    /// <summary>The compact text that <see cref="Parse(string)"/> reads back: <c>1-20,42,50-60</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(IsAll ? IdSetParser.All : "");
        foreach (var range in IsAll ? [] : ranges)
        {
            text.Append(text.Length > 0 ? "," : null).Append(range.First);
            if (range.Last != range.First)
            {
                text.Append('-').Append(range.Last);
            }
        }

        return text.ToString();
    }

    private static IdSet Normalize(ReadOnlySpan<IdRange> sorted)
    {
        var merged = new List<IdRange>(sorted.Length);
        foreach (var range in sorted)
        {
            if (merged.Count > 0 && range.First <= (long)merged[^1].Last + 1)
            {
                merged[^1] = merged[^1] with { Last = Math.Max(merged[^1].Last, range.Last) };
            }
            else
            {
                merged.Add(range);
            }
        }

        return merged.Count == 0 ? Empty : new([.. merged]);
    }

    private int RangeAt(long position)
    {
        var index = Array.BinarySearch(offsets, position);
        return index >= 0 ? index : ~index - 1;
    }

    private sealed class FirstComparer : IComparer<IdRange>
    {
        public static readonly FirstComparer Instance = new();

        public int Compare(IdRange x, IdRange y) => x.First.CompareTo(y.First);
    }
}

/// <summary>The ids from <paramref name="First"/> to <paramref name="Last"/>, both included.</summary>
/// <param name="First">The smallest id, at least 1.</param>
/// <param name="Last">The largest id, at least <paramref name="First"/>.</param>
public readonly record struct IdRange(int First, int Last)
{
    public long Count => (long)Last - First + 1;

    /// <summary>The range as it is written: <c>7</c> or <c>1-99</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
