using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.SampleApi.Tests.Faults;

public sealed class LatencyTests
{
    [Theory]
    [InlineData("fixed:50ms", 0.0, 50)]
    [InlineData("fixed:1.5s", 0.9, 1500)]
    [InlineData("uniform:10-90ms", 0.0, 10)]
    [InlineData("uniform:10-90ms", 0.5, 50)]
    [InlineData("uniform:1-2s", 0.5, 1500)]
    [InlineData("uniform:500ms-1s", 0.0, 500)]
    [InlineData("exp:50ms", 0.0, 0)]
    [InlineData("exp:50ms", 0.6321205588, 50)]
    [InlineData("none", 0.5, 0)]
    public void At_PointOfTheDistribution_IsItsLatency(string text, double point, int milliseconds)
    {
        Assert.True(Latency.TryParse(text, out Latency latency, out _));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), latency.At(point));
    }

    [Theory]
    [InlineData("fixed:50ms")]
    [InlineData("uniform:10-90ms")]
    [InlineData("exp:2.5ms")]
    [InlineData("none")]
    public void ToString_AnyLatency_IsReadAsTheSame(string text)
    {
        Assert.True(Latency.TryParse(text, out Latency latency, out _));
        Assert.Equal(text, latency.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("50ms")]
    [InlineData("fixed:")]
    [InlineData("fixed:-5ms")]
    [InlineData("fixed:2h")]
    [InlineData("fixed:3601s")]
    [InlineData("uniform:90-10ms")]
    [InlineData("uniform:10ms")]
    [InlineData("exp:NaN")]
    public void TryParse_NoLatency_SaysWhy(string? text)
    {
        Assert.False(Latency.TryParse(text, out _, out string error));
        Assert.Contains($"'{text}'", error, StringComparison.Ordinal);
    }
}
