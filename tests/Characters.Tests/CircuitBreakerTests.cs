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

        var unavailable = Assert.IsType<CharacterResult.Unavailable>(await upstream.Client.FetchAsync(3));

        Assert.Equal(UnavailableReason.Unreachable, unavailable.Reason);
        Assert.Equal(TimeSpan.FromSeconds(5), unavailable.RetryAfter);
        Assert.Equal(0, unavailable.Attempts);
        Assert.Equal(2, await upstream.RequestsAsync());

        await upstream.FaultsAsync("""{"fail":0}""");
        upstream.Clock.Advance(unavailable.RetryAfter);
        Assert.IsType<CharacterResult.Fetched>(await upstream.Client.FetchAsync(3));
    }

    [Fact]
    public async Task FetchAsync_CircuitOpensBetweenAttempts_SaysWhatTheLastAttemptMet()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 1 }, ("CircuitMinimumThroughput", "2"));

        var unavailable = Assert.IsType<CharacterResult.Unavailable>(await upstream.Client.FetchAsync(1));

        Assert.Equal(2, unavailable.Attempts);
        Assert.Equal(
            $"{upstream.BaseAddress} is not asked for now, because nearly every request to it failed; the last one: it answered 500.", unavailable.Message);
    }

    [Fact]
    public async Task FetchAsync_CircuitOpensForWantOfAnswers_IsSlowAndNamesNoOtherId()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Hang = 1 }, Nervous);
        await upstream.AdvanceUntilDoneAsync(Task.WhenAll(upstream.Client.FetchAsync(11), upstream.Client.FetchAsync(12)));

        var unavailable = Assert.IsType<CharacterResult.Unavailable>(await upstream.Client.FetchAsync(3));

        Assert.Equal((UnavailableReason.Slow, FailureKind.Timeout), (unavailable.Reason, unavailable.LastFailure));
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
            Assert.IsNotType<CharacterResult.Fetched>(await upstream.Client.FetchAsync(7));
        }

        Assert.IsType<CharacterResult.Fetched>(await upstream.Client.FetchAsync(8));
    }

    [Fact]
    public async Task FetchAsync_ThreeInTenRequestsFail_CircuitStaysClosedAndNearlyAllAreFetched()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 0.3 });
        CharacterResult[] results = new CharacterResult[500];

        await Parallel.ForAsync(0, results.Length, new ParallelOptions { MaxDegreeOfParallelism = 20 }, async (index, cancellation) =>
            results[index] = await upstream.Client.FetchAsync(index + 1, cancellation));

        Assert.DoesNotContain(results, static result => result is CharacterResult.Unavailable);

        // Which requests fail is drawn from the seed, so this is the same in every run: about 0.3 to the fourth of 500.
        Assert.InRange(results.Count(static result => result is CharacterResult.Failed { Kind: FailureKind.Upstream }), 1, 12);
        Assert.Equal(results.Length, results.Count(static result => result is CharacterResult.Fetched or CharacterResult.Failed { Kind: FailureKind.Upstream }));
    }
}
