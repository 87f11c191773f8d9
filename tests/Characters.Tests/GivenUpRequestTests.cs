using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Characters.Tests;

/// <summary>A request that timed out counts as in flight until the upstream has closed its connection, or for as long as CloseTimeout.</summary>
public sealed class GivenUpRequestTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task FetchAsync_UpstreamIgnoresDisconnects_HasNoMoreInFlightThanFetches()
    {
        int inFlight = 0;
        int maxInFlight = 0;
        Lock gate = new();
        await using RawUpstream upstream = RawUpstream.Start(
            async (_, _) =>
            {
                lock (gate)
                {
                    maxInFlight = Math.Max(maxInFlight, ++inFlight);
                }

                // Its work: three times as long as an attempt waits for it.
                await Task.Delay(TimeSpan.FromMilliseconds(900));
                lock (gate)
                {
                    inFlight--;
                }
            },
            null,
            ("AttemptTimeout", "00:00:00.3"),
            ("TotalTimeout", "01:00:00"),
            ("CloseTimeout", "00:05:00"));

        FetchOutcome<Item>[] results = await Task.WhenAll(Enumerable.Range(1, 5).Select(id => upstream.Client.FetchAsync(id))).WaitAsync(Deadline);

        Assert.All(results, static result => Assert.Null(result.Character));

        // Each id was asked for again, though on a busy machine not every attempt got as far as the upstream.
        Assert.InRange(upstream.Requests, 10, 20);
        Assert.InRange(maxInFlight, 1, 5);
    }

    [Fact]
    public async Task FetchAsync_UpstreamClosesWhenGivenUp_IsAskedAgainAtOnce()
    {
        await using RawUpstream upstream = RawUpstream.Start(
            static (stream, _) => SeesTheEndAsync(stream), null, ("AttemptTimeout", "00:00:01"), ("TotalTimeout", "01:00:00"), ("RetryCount", "1"), ("CloseTimeout", "00:05:00"));

        FetchOutcome<Item> result = await upstream.Client.FetchAsync(1).WaitAsync(Deadline);

        var failed = Expect.Failed(result);
        Assert.Equal((FailureKind.Timeout, 2), (failed.Kind, failed.Attempts));
    }

    [Fact]
    public async Task FetchAsync_UpstreamNeverCloses_IsAskedAgainAfterTheCloseTimeout()
    {
        FakeTimeProvider clock = new();
        await using RawUpstream upstream = RawUpstream.Start(
            static (_, _) => Task.Delay(Timeout.InfiniteTimeSpan), clock, ("TotalTimeout", "01:00:00"), ("RetryCount", "1"), ("CloseTimeout", "00:00:30"));

        (FetchOutcome<Item> result, TimeSpan passed) = await Upstream.AdvanceUntilDoneAsync(clock, upstream.Client.FetchAsync(1));

        Assert.Equal(FailureKind.Timeout, Expect.Failed(result).Kind);
        Assert.InRange(passed, TimeSpan.FromSeconds(2 * (10 + 30)), TimeSpan.MaxValue);
    }

    [Fact]
    public async Task FetchAsync_CancelledWhileTheUpstreamHasNotClosed_Throws()
    {
        FakeTimeProvider clock = new();
        TaskCompletionSource asked = new();
        TaskCompletionSource givenUp = new();
        await using RawUpstream upstream = RawUpstream.Start(
            async (stream, _) =>
            {
                asked.TrySetResult();
                await SeesTheEndAsync(stream);
                givenUp.TrySetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan);
            },
            clock);
        using CancellationTokenSource cancel = new();
        Task<FetchOutcome<Item>> fetch = upstream.Client.FetchAsync(1, cancellationToken: cancel.Token);
        await asked.Task.WaitAsync(Deadline);
        clock.Advance(TimeSpan.FromSeconds(10));
        await givenUp.Task.WaitAsync(Deadline);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch.WaitAsync(Deadline));
    }

    private static async Task SeesTheEndAsync(NetworkStream stream)
    {
        while (await stream.ReadAsync(new byte[64]) > 0)
        {
        }
    }
}
