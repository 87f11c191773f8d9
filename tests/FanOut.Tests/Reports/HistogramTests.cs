using System.Text.Json;
using CsCheck;

namespace CharacterFanOut.Tests.Reports;

public sealed class HistogramTests
{
    // Values over many magnitudes: a power of two, and a mantissa within it.
    private static readonly Gen<long> Value = Gen.Select(Gen.Int[0, 45], Gen.Double[1, 2], (power, m) => (long)((1L << power) * m));

    [Fact]
    public void Percentile_AnyValuesHoweverMerged_IsWithinFivePercentOfExact() =>
        Gen.Select(Value.Array[1, 300], Gen.Int[1, 5], Gen.OneOf(1.0, 50, 95, 99, 100)).Sample((values, parts, percent) =>
        {
            var merged = values.Chunk((values.Length + parts - 1) / parts)
                .Select(Histogram.Of).Aggregate(Histogram.Empty, (a, b) => a.Merge(b));
            var exact = values.Order().ElementAt(Math.Max(1, (int)Math.Ceiling(values.Length * percent / 100)) - 1);
            Assert.Equal(values.Length, merged.Count);
            Assert.InRange(merged.Percentile(percent)!.Value, exact * 0.984, exact * 1.016);
            Assert.Equal((values.Min(), values.Max()), (merged.Min, merged.Max));
        });

    [Fact]
    public void Percentile_SmallNumbers_IsExact() => Gen.Long[0, 63].Array[1, 100].Sample(values =>
        Histogram.Of(values).Percentile(50) == values.Order().ElementAt(((values.Length + 1) / 2) - 1));

    [Fact]
    public void Percentile_NoValues_IsNull() => Assert.Null(Histogram.Empty.Percentile(50));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(101)]
    public void Percentile_OutOfRange_Throws(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Histogram.Of([1]).Percentile(percent));

    [Fact]
    public void Of_OutOfRange_IsClamped()
    {
        var histogram = Histogram.Of([-5, long.MaxValue]);
        Assert.Equal((0, 1L << 50), (histogram.Min, histogram.Max));
    }

    [Fact]
    public void Json_AnyValues_RoundTrips() => Value.Array[0, 50].Sample(values =>
    {
        var json = JsonSerializer.Serialize(Histogram.Of(values), JsonSerializerOptions.Web);
        var read = JsonSerializer.Deserialize<Histogram>(json, JsonSerializerOptions.Web)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, JsonSerializerOptions.Web));
        Assert.Equal(values.Length, read.Count);
    });
}
