using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Characters.Tests;

/// <summary>Everything that waits, on a clock that the test moves.</summary>
public sealed class CharacterClientClockTests
{
    // Far above what the clock is moved on by, where it is not the timeouts that are tested.
    private static readonly (string Key, string Value)[] Patient = [("TotalTimeout", "01:00:00"), ("AttemptTimeout", "01:00:00")];

    [Fact]
    public async Task FetchAsync_ShortRetryAfter_IsWaitedForAndFetched()
    {
        await using Upstream upstream = await Upstream.StartAsync(null, Patient);
        await upstream.FaultAsync(7, """{"status":429,"retryAfter":5,"times":1}""");

        (FetchOutcome<Item> result, TimeSpan passed) = await upstream.AdvanceUntilDoneAsync(upstream.Client.FetchAsync(7));

        var fetched = Expect.Fetched(result);
        Assert.Equal(2, fetched.Attempts);
        Assert.InRange(passed, TimeSpan.FromSeconds(5), TimeSpan.MaxValue);
        Assert.InRange(fetched.Elapsed, TimeSpan.FromSeconds(5), passed);
    }

    [Theory]
    [InlineData(429, 11)]
    [InlineData(429, 43_200)]
    [InlineData(503, 43_200)]
    public async Task FetchAsync_LongRetryAfter_IsThrottledAtOnce(int status, int seconds)
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, $$"""{"status":{{status}},"retryAfter":{{seconds}} }""");

        // The clock stands still: had the client waited for anything, this would never come back.
        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(7), attempts: 1);

        Assert.Equal(TimeSpan.FromSeconds(seconds), unavailable.RetryAfter);
        Assert.Equal(WaitReason.Throttled, unavailable.Reason);
        Assert.Equal(1, await upstream.RequestsAsync());
    }

    [Fact]
    public async Task FetchAsync_ShortRetryAfterThroughout_IsThrottledAfterTheRetries()
    {
        await using Upstream upstream = await Upstream.StartAsync(null, Patient);
        await upstream.FaultAsync(7, """{"status":429,"retryAfter":2}""");

        (FetchOutcome<Item> result, _) = await upstream.AdvanceUntilDoneAsync(upstream.Client.FetchAsync(7));

        var unavailable = Expect.Unavailable(result, attempts: 4);
        Assert.Equal(TimeSpan.FromSeconds(2), unavailable.RetryAfter);
    }

    [Fact]
    public async Task FetchAsync_429WithoutRetryAfterThroughout_IsThrottled()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, """{"status":429}""");

        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(7), attempts: 4);

        Assert.Equal((WaitReason.Throttled, TimeSpan.FromSeconds(5)), (unavailable.Reason, unavailable.RetryAfter));
        Assert.Equal($"{upstream.BaseAddress} answered 429 and does not say for how long to wait.", unavailable.Message);
    }

    [Fact]
    public async Task FetchAsync_NoAnswer_IsTimeoutAfterTheTotalTimeout()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Hang = 1 });

        (FetchOutcome<Item> result, TimeSpan passed) = await upstream.AdvanceUntilDoneAsync(upstream.Client.FetchAsync(7));

        var failed = Expect.Failed(result);
        Assert.Equal(FailureKind.Timeout, failed.Kind);
        Assert.Contains("within 30 s", failed.Message, StringComparison.Ordinal);
        Assert.InRange(failed.Attempts, 2, 4);
        Assert.InRange(passed, TimeSpan.FromSeconds(30), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task FetchAsync_FirstAttemptHangs_IsFetchedByTheSecond()
    {
        await using Upstream upstream = await Upstream.StartAsync(null, ("TotalTimeout", "01:00:00"));
        await upstream.FaultAsync(7, """{"hang":true,"times":1}""");

        (FetchOutcome<Item> result, TimeSpan passed) = await upstream.AdvanceUntilDoneAsync(upstream.Client.FetchAsync(7));

        // On a machine that has no time the second answer can be too late as well, by this clock.
        Assert.InRange(Expect.Fetched(result).Attempts, 2, 4);
        Assert.InRange(passed, TimeSpan.FromSeconds(10), TimeSpan.MaxValue);
    }

    [Theory]
    [InlineData("""{"status":500,"times":1}""")]
    [InlineData("""{"reset":true,"times":1}""")]
    public async Task FetchAsync_OneRequestFailsForItself_IsSentAgainAtOnce(string fault)
    {
        await using Upstream upstream = await Upstream.StartAsync(null, [.. Patient, ("RetryDelay", "00:01:00")]);
        await upstream.FaultAsync(7, fault);

        // The clock stands still.
        Assert.Equal(2, Expect.Fetched(await upstream.Client.FetchAsync(7)).Attempts);
    }

    [Theory]
    [InlineData("""{"status":503,"times":1}""", 2)]
    [InlineData("""{"status":429,"times":1}""", 2)]
    [InlineData("""{"status":500,"retryAfter":0,"times":1}""", 2)]
    [InlineData("""{"status":500,"times":2}""", 3)]
    public async Task FetchAsync_UpstreamIsAwayOrFailsAgain_IsWaitedFor(string fault, int attempts)
    {
        await using Upstream upstream = await Upstream.StartAsync(null, [.. Patient, ("RetryDelay", "00:01:00")]);
        await upstream.FaultAsync(7, fault);

        (FetchOutcome<Item> result, TimeSpan passed) = await upstream.AdvanceUntilDoneAsync(upstream.Client.FetchAsync(7));

        Assert.Equal(attempts, Expect.Fetched(result).Attempts);
        Assert.NotEqual(TimeSpan.Zero, passed);
    }
}
