using CharacterFanOut.SampleApi;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Characters.Tests;

/// <summary>The rate limit and the concurrency limit of a host, each on a clock that the test moves.</summary>
public sealed class RequestRateTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task AcquireAsync_ManyAtOnce_GivesThemOneByOneAndSpreadsWhatItRefuses()
    {
        FakeTimeProvider clock = new();
        await using EvenRateLimiter limiter = new(Second, maxWait: 2 * Second, clock);

        List<Task<System.Threading.RateLimiting.RateLimitLease>> leases = [.. Enumerable.Range(0, 6).Select(_ => limiter.AcquireAsync().AsTask())];

        Assert.Equal([true, false, false, true, true, true], leases.Select(static lease => lease.IsCompleted));
        List<double> waits = [.. (await Task.WhenAll(leases[3..])).Select(Seconds)];
        Assert.Equal([3, 4, 5], waits);
        clock.Advance(Second);
        Assert.True((await leases[1]).IsAcquired);
        Assert.False(leases[2].IsCompleted);
        clock.Advance(Second);
        Assert.True((await leases[2]).IsAcquired);

        // Those that were refused come back, each at its time, and have no one before them.
        clock.Advance(Second);
        Assert.True(limiter.AcquireAsync().AsTask() is { IsCompletedSuccessfully: true, Result.IsAcquired: true });
        clock.Advance(Second);
        Assert.True(limiter.AcquireAsync().AsTask() is { IsCompletedSuccessfully: true, Result.IsAcquired: true });
    }

    [Fact]
    public async Task AcquireAsync_AfterAPause_DoesNotMakeUpForIt()
    {
        FakeTimeProvider clock = new();
        await using EvenRateLimiter limiter = new(Second, maxWait: Second, clock);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.True((await limiter.AcquireAsync()).IsAcquired);

        Assert.False(limiter.AcquireAsync().AsTask().IsCompleted);
    }

    [Fact]
    public async Task FetchAsync_RateReached_IsPutOffWithoutARequest()
    {
        await using Upstream upstream = await Upstream.StartAsync(null, ("Rate", "100/d"));
        Expect.Fetched(await upstream.Client.FetchAsync(1));

        Unavailability first = Expect.Unavailable(await upstream.Client.FetchAsync(2), attempts: 0);
        Unavailability second = Expect.Unavailable(await upstream.Client.FetchAsync(3), attempts: 0);

        Assert.Equal((WaitReason.RateLimited, TimeSpan.FromSeconds(864)), (first.Reason, first.RetryAfter));
        Assert.Equal(TimeSpan.FromSeconds(2 * 864), second.RetryAfter);
        Assert.Contains("100/d", first.Message, StringComparison.Ordinal);
        Assert.Equal(1, await upstream.RequestsAsync());

        upstream.Clock.Advance(first.RetryAfter);
        Expect.Fetched(await upstream.Client.FetchAsync(2));
    }

    [Fact]
    public async Task FetchAsync_RetriesOverTheRate_ArePutOffAndFailInTheEnd()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 1 }, ("Rate", "100/d"), ("RetryCount", "2"));

        FetchOutcome<Item> outcome = await upstream.Client.FetchAsync(1);
        while (outcome.Unavailable is { Reason: WaitReason.RateLimited } putOff)
        {
            Assert.InRange(outcome.Attempts, 1, 2);
            upstream.Clock.Advance(putOff.RetryAfter);
            outcome = await upstream.Client.FetchAsync(1, outcome.Attempts);
        }

        Assert.Equal((FailureKind.Upstream, 3), (Expect.Failed(outcome).Kind, outcome.Attempts));
        Assert.Equal(3, await upstream.RequestsAsync());
    }

    [Fact]
    public async Task FetchAsync_WaitsForTheRate_CountForNoTimeoutAndNotAsTimeTaken()
    {
        await using Upstream upstream = await Upstream.StartAsync(
            null, ("Rate", "6/m"), ("AttemptTimeout", "00:00:05"), ("TotalTimeout", "00:00:05"));

        Expect.Fetched(await upstream.Client.FetchAsync(1));
        Task<FetchOutcome<Item>> second = upstream.Client.FetchAsync(2);
        upstream.Clock.Advance(TimeSpan.FromSeconds(9.9));
        Assert.Equal(1, await upstream.RequestsAsync());
        upstream.Clock.Advance(TimeSpan.FromSeconds(0.1));

        // The clock stands still from here on: how long the answer takes on this machine counts for nothing.
        Assert.Equal(TimeSpan.Zero, Expect.Fetched(await second).Elapsed);
    }

    [Fact]
    public async Task FetchAsync_MoreThanMaxConcurrency_WaitTheirTurnWithoutATimeout()
    {
        await using Upstream upstream = await Upstream.StartAsync(
            null, ("MaxConcurrency", "1"), ("AttemptTimeout", "00:00:05"), ("TotalTimeout", "00:00:05"), ("RetryCount", "0"));
        await upstream.FaultsAsync("""{"ids":{"1":{"hang":true},"2":{"hang":true}}}""");

        var fetches = Task.WhenAll(upstream.Client.FetchAsync(1), upstream.Client.FetchAsync(2), upstream.Client.FetchAsync(3));
        (FetchOutcome<Item>[] results, _) = await upstream.AdvanceUntilDoneAsync(fetches);

        Assert.Equal([FailureKind.Timeout, FailureKind.Timeout], results[..2].Select(static result => Expect.Failed(result).Kind));
        Expect.Fetched(results[2]);
    }

    private static double Seconds(System.Threading.RateLimiting.RateLimitLease lease)
    {
        Assert.False(lease.IsAcquired);
        Assert.True(lease.TryGetMetadata(System.Threading.RateLimiting.MetadataName.RetryAfter, out TimeSpan wait));
        return wait.TotalSeconds;
    }
}
