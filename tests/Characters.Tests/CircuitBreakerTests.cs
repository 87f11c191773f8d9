using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Characters.Tests;

public sealed class CircuitBreakerTests
{
    private static readonly (string Key, string Value)[] Nervous = [("CircuitMinimumThroughput", "2"), ("RetryCount", "0")];

    [Fact]
    public async Task FetchAsync_CircuitOpen_IsUnreachableAtOnceAndRecoversAfterTheBreak()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 1 }, Nervous);
        await upstream.Client.FetchAsync(1);
        await upstream.Client.FetchAsync(2);

        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(3), attempts: 0);

        Assert.Equal(WaitReason.Unreachable, unavailable.Reason);
        Assert.Equal(TimeSpan.FromSeconds(5), unavailable.RetryAfter);
        Assert.Equal(2, await upstream.RequestsAsync());

        await upstream.FaultsAsync("""{"fail":0}""");
        upstream.Clock.Advance(unavailable.RetryAfter);
        Expect.Fetched(await upstream.Client.FetchAsync(3));
    }

    [Fact]
    public async Task FetchAsync_CircuitOpensBetweenAttempts_SaysWhatTheLastAttemptMet()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 1 }, ("CircuitMinimumThroughput", "2"));

        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(1), attempts: 2);

        Assert.Equal(
            $"{upstream.BaseAddress} is not asked for now, because nearly every request to it failed; the last one: it answered 500.", unavailable.Message);
    }

    [Fact]
    public async Task FetchAsync_CircuitOpensForWantOfAnswers_IsSlowAndNamesNoOtherId()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Hang = 1 }, Nervous);
        await upstream.AdvanceUntilDoneAsync(Task.WhenAll(upstream.Client.FetchAsync(11), upstream.Client.FetchAsync(12)));

        var unavailable = Expect.Unavailable(await upstream.Client.FetchAsync(3));

        Assert.Equal((WaitReason.Slow, FailureKind.Timeout), (unavailable.Reason, unavailable.Kind));
        Assert.EndsWith("the last one: it did not answer within 10 s.", unavailable.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("character/", unavailable.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    public async Task FetchAsync_ManyAnswersThatAreNoFailuresOfTheUpstream_LeaveTheCircuitClosed(int status)
    {
        await using Upstream upstream = await Upstream.StartAsync(null, Nervous);
        await upstream.FaultAsync(7, $$"""{"status":{{status}} }""");

        for (int round = 0; round < 20; round++)
        {
            Assert.Null((await upstream.Client.FetchAsync(7)).Character);
        }

        Expect.Fetched(await upstream.Client.FetchAsync(8));
    }

    [Fact]
    public async Task FetchAsync_ThreeInTenRequestsFail_CircuitStaysClosedAndNearlyAllAreFetched()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 0.3 });
        FetchOutcome<Item>[] results = new FetchOutcome<Item>[500];

        await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (index, cancellation) =>
            results[index] = await upstream.Client.FetchAsync(index + 1, cancellationToken: cancellation));

        Assert.DoesNotContain(results, static result => result.Unavailable is not null);

        // Which requests fail is drawn from the seed, so this is the same in every run: about 0.3 to the fourth of 500.
        Assert.InRange(results.Count(static result => result.Failure?.Kind == FailureKind.Upstream), 1, 12);
        Assert.Equal(results.Length, results.Count(static result => result is { Character: not null } or { Failure.Kind: FailureKind.Upstream }));
    }
}
