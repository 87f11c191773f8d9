using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class ProgressTextTests
{
    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 4, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Describe_BatchesReportMoreThanTheCap_SaysTheCap() => Assert.Contains(
        "20 in flight", ProgressText.Describe(Samples.Running() with { InFlight = 23, Request = new FanOutRequest { Ids = IdSet.Parse("1-1000"), MaxConcurrency = 20 } }, time), StringComparison.Ordinal);

    [Fact]
    public void Describe_Running_SaysEveryFigure() => Assert.Equal(
        "500 of 1,000 fetched, 100 failed, 20 in flight, 250 ids/s, 1:35 left", ProgressText.Describe(Samples.Running(), time));

    [Fact]
    public void Describe_RetriedAndThrottled_SaysHowOften() => Assert.Contains(
        "20 in flight, 1,234 retried, throttled 1 time, 250 ids/s", ProgressText.Describe(Samples.Running() with { Retried = 1234, ThrottledWaits = 1 }, time), StringComparison.Ordinal);

    [Fact]
    public void Describe_Running_SaysForHowLong() => Assert.EndsWith(
        ", 1:35 left, 1:30 elapsed", ProgressText.Describe(Samples.Running() with { CreatedAt = time.GetUtcNow().AddSeconds(-90) }, time), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(998, 1, 99)]
    [InlineData(999, 1, 100)]
    public void Percent_OfIdsWithAnOutcome_IsRoundedDown(int fetched, int failed, int percent) =>
        Assert.Equal(percent, ProgressText.Percent(Samples.Running() with { Fetched = fetched, Failed = failed }));

    [Fact]
    public void Describe_Over_SaysNothingOfWhatIsLeft() => Assert.Equal(
        "500 of 1,000 fetched, 100 failed", ProgressText.Describe(Samples.Running() with { Status = FanOutState.Canceled }, time));

    [Fact]
    public void Describe_Paused_SaysNothingOfWhatDoesNotMove() => Assert.Equal(
        "500 of 1,000 fetched, 100 failed", ProgressText.Describe(Samples.Running() with { Status = FanOutState.Paused }, time));

    [Fact]
    public void Describe_Throttled_SaysUntilWhenAndNoRateThatIsOfThePast() => Assert.Equal(
        "500 of 1,000 fetched, 100 failed, 0 in flight, throttled until 12:30",
        ProgressText.Describe(Samples.Running() with { InFlight = 0, ThrottledUntil = time.GetUtcNow().AddMinutes(30) }, time));

    [Theory]
    [InlineData(90, "throttled until 14:01:30")]
    [InlineData(300, "throttled until 14:05")]
    [InlineData(12 * 3600, "throttled until Thu 02:00")]
    public void Waiting_ThrottledForAWhile_SaysUntilWhenInLocalTime(int seconds, string text)
    {
        time.SetLocalTimeZone(TimeZoneInfo.CreateCustomTimeZone("Two", TimeSpan.FromHours(2), "Two", "Two"));

        Assert.Equal(text, ProgressText.Waiting(Samples.Running() with { ThrottledUntil = time.GetUtcNow().AddSeconds(seconds) }, time));
    }

    [Fact]
    public void Waiting_ThrottledInThePast_IsNot() =>
        Assert.Null(ProgressText.Waiting(Samples.Running() with { ThrottledUntil = time.GetUtcNow().AddSeconds(-1) }, time));

    [Fact]
    public void Describe_RateLimited_SaysWhoseLimitAndTheRate() => Assert.Equal(
        "500 of 1,000 fetched, 100 failed, 0 in flight, at the rate limit of this host, next request 12:00:09, 0.1 ids/s",
        ProgressText.Describe(Samples.Running() with
        {
            InFlight = 0,
            IdsPerSecond = 0.1,
            SecondsLeft = null,
            Waiting = new UpstreamWait(WaitReason.RateLimited, time.GetUtcNow(), time.GetUtcNow().AddSeconds(9), null, "10000/d"),
        }, time));

    [Theory]
    [InlineData(WaitReason.Unreachable, "upstream cannot be reached since 11:30, next try 12:00:30, given up at 12:30")]
    [InlineData(WaitReason.Slow, "upstream does not answer in time since 11:30, next try 12:00:30, given up at 12:30")]
    public void Describe_UpstreamAway_SaysSinceWhenAndWhenItIsAskedNext(WaitReason reason, string text)
    {
        var now = time.GetUtcNow();
        var state = Samples.Running() with { InFlight = 0, Waiting = new UpstreamWait(reason, now.AddMinutes(-30), now.AddSeconds(30), now.AddMinutes(30), "It is away.") };

        Assert.Equal($"500 of 1,000 fetched, 100 failed, 0 in flight, {text}", ProgressText.Describe(state, time));
    }

    [Theory]
    [InlineData(FanOutState.Completed, 0, "completed", "Green")]
    [InlineData(FanOutState.Completed, 1, "completed with 1 failure", "Olive")]
    [InlineData(FanOutState.Completed, 1200, "completed with 1,200 failures", "Olive")]
    [InlineData(FanOutState.Aborted, 3, "aborted", "Red")]
    public void Status_OfAnOutcome_IsGreenOnlyWithoutFailures(FanOutState status, int failed, string text, string color)
    {
        var shown = ProgressText.Status(Samples.Running() with { Status = status, Failed = failed });

        Assert.Equal((text, color), (shown.Text, shown.Color == Color.Green ? "Green" : shown.Color == Color.Olive ? "Olive" : shown.Color == Color.Red ? "Red" : "?"));
    }

    [Theory]
    [InlineData(0.2, "0:01")]
    [InlineData(59.5, "1:00")]
    [InlineData(750, "12:30")]
    [InlineData(11_100, "3:05:00")]
    [InlineData(100_000, "27:46:40")]
    public void Duration_Seconds_AreRoundedUp(double seconds, string text) =>
        Assert.Equal(text, ProgressText.Duration(TimeSpan.FromSeconds(seconds)));
}
