using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>
/// Counts of whole numbers in fixed buckets: exact below 64, then 32 buckets for each power of two, so that a percentile
/// is within 1.6% of the exact one, also after any number of merges. Immutable; merging is associative and commutative.
/// </summary>
public sealed class Histogram
{
    private const int SubBucketBits = 5;
    private const int LargestPower = 50;

    private readonly SortedDictionary<int, long> buckets = [];

    /// <param name="buckets">The count of each bucket that is not empty; a bucket's name is its index.</param>
    /// <param name="min">The smallest value, or null when there is none.</param>
    /// <param name="max">The largest value, or null when there is none.</param>
    [JsonConstructor]
    public Histogram(IReadOnlyDictionary<string, long> buckets, long? min, long? max)
    {
        foreach (var (bucket, count) in buckets)
        {
            this.buckets.Add(int.Parse(bucket, CultureInfo.InvariantCulture), count);
        }

        (Min, Max, Count) = (min, max, this.buckets.Values.Sum());
    }

    private Histogram(SortedDictionary<int, long> buckets, long? min, long? max) =>
        (this.buckets, Min, Max, Count) = (buckets, min, max, buckets.Values.Sum());

    public static Histogram Empty { get; } = new(new SortedDictionary<int, long>(), null, null);

    /// <summary>The count of each bucket that is not empty; a bucket's name is its index.</summary>
    public IReadOnlyDictionary<string, long> Buckets =>
        buckets.ToDictionary(b => b.Key.ToString(CultureInfo.InvariantCulture), b => b.Value);

    /// <summary>The smallest value, exactly; null when there is none.</summary>
    public long? Min { get; }

    /// <summary>The largest value, exactly; null when there is none.</summary>
    public long? Max { get; }

    /// <summary>How many values were counted.</summary>
    [JsonIgnore]
    public long Count { get; }

    /// <summary>Counts values; a negative one counts as 0, one above 2^50 as 2^50.</summary>
    public static Histogram Of(IEnumerable<long> values)
    {
        var buckets = new SortedDictionary<int, long>();
        long? min = null;
        long? max = null;
        foreach (var value in values)
        {
            var counted = Math.Clamp(value, 0, 1L << LargestPower);
            var bucket = BucketOf(counted);
            buckets[bucket] = buckets.GetValueOrDefault(bucket) + 1;
            min = Math.Min(min ?? counted, counted);
            max = Math.Max(max ?? counted, counted);
        }

        return new(buckets, min, max);
    }

    public Histogram Merge(Histogram other)
    {
        if (Count == 0 || other.Count == 0)
        {
            return Count == 0 ? other : this;
        }

        var merged = new SortedDictionary<int, long>(buckets);
        foreach (var (bucket, count) in other.buckets)
        {
            merged[bucket] = merged.GetValueOrDefault(bucket) + count;
        }

        return new(merged, Math.Min(Min!.Value, other.Min!.Value), Math.Max(Max!.Value, other.Max!.Value));
    }

    /// <summary>
    /// The value that <paramref name="percent"/> of the values do not exceed (nearest rank), within 1.6%; null when there
    /// are no values.
    /// </summary>
    /// <param name="percent">Above 0, at most 100.</param>
    public double? Percentile(double percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        var rank = Math.Max(1, (long)Math.Ceiling(Count * percent / 100));
        var seen = 0L;
        foreach (var (bucket, count) in buckets)
        {
            seen += count;
            if (seen >= rank)
            {
                return Math.Clamp(MiddleOf(bucket), Min!.Value, Max!.Value);
            }
        }

        return null;
    }

    private static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value) - SubBucketBits);
        return (shift << SubBucketBits) + (int)(value >> shift);
    }

    private static double MiddleOf(int bucket)
    {
        var shift = Math.Max(0, (bucket >> SubBucketBits) - 1);
        var lowest = (long)(bucket - (shift << SubBucketBits)) << shift;
        return lowest + (((1L << shift) - 1) / 2.0);
    }
}
