using System.Text.Json;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Characters.Tests;

public sealed class CharacterClientTests
{
    [Fact]
    public async Task FetchAsync_CharacterExists_IsFetchedWithEveryField()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        using HttpClient http = new();
        string wire = await http.GetStringAsync(new Uri(upstream.BaseAddress, "character/13"));

        var fetched = Expect.Fetched(await upstream.Client.FetchAsync(13));

        Assert.Equal(13, fetched.Character!.Id);
        Assert.Equal(1, fetched.Attempts);
        Assert.Equal(TimeSpan.Zero, fetched.Elapsed);

        // Byte for byte: nothing of the upstream's is lost or reworded on the way through.
        Assert.Equal(wire, JsonSerializer.Serialize(fetched.Character, CharacterJsonContext.Default.Item));
    }

    [Fact]
    public async Task FetchAsync_IdIsLessThanOne_Throws()
    {
        await using Upstream upstream = await Upstream.StartAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => upstream.Client.FetchAsync(0));
    }

    [Fact]
    public async Task FetchAsync_Cancelled_Throws()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Hang = 1 });
        using CancellationTokenSource cancel = new();
        Task<FetchOutcome<Item>> fetch = upstream.Client.FetchAsync(1, cancellationToken: cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetch);
    }

    [Fact]
    public async Task FetchAsync_UnknownId_IsNotFoundWithoutRetry()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Characters = 10 });

        FetchFailure failed = await FailsAsync(upstream, 11, FailureKind.NotFound);

        Assert.Equal(1, failed.Attempts);
        Assert.Equal($"Character 11: {upstream.BaseAddress}character/11 answered 404.", failed.Message);
    }

    [Fact]
    public async Task FetchAsync_Status500Throughout_IsUpstreamAfterThreeRetries()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Fail = 1 });

        FetchFailure failed = await FailsAsync(upstream, 1, FailureKind.Upstream);

        Assert.Equal(4, failed.Attempts);
        Assert.Equal(4, await upstream.RequestsAsync());
        Assert.Contains("500", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"status":500,"times":3}""")]
    [InlineData("""{"status":503,"times":3}""")]
    [InlineData("""{"status":408,"times":3}""")]
    [InlineData("""{"status":429,"times":3}""")]
    [InlineData("""{"reset":true,"times":3}""")]
    [InlineData("""{"malformed":"truncated","times":3}""")]
    public async Task FetchAsync_FailsThreeTimesThenAnswers_IsFetchedAtTheFourthAttempt(string fault)
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, fault);

        var fetched = Expect.Fetched(await upstream.Client.FetchAsync(7));

        Assert.Equal(4, fetched.Attempts);
    }

    [Fact]
    public async Task FetchAsync_Status408Throughout_IsTimeout()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, """{"status":408}""");

        Assert.Equal(4, (await FailsAsync(upstream, 7, FailureKind.Timeout)).Attempts);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task FetchAsync_OtherClientError_IsUpstreamWithoutRetry(int status)
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, $$"""{"status":{{status}} }""");

        Assert.Equal(1, (await FailsAsync(upstream, 7, FailureKind.Upstream)).Attempts);
    }

    [Theory]
    [InlineData("notJson", "This is not the page")]
    [InlineData("missingField", "species")]
    [InlineData("wrongId", "another character, 8")]
    [InlineData("oversized", "a body larger than 1048576 bytes")]
    public async Task FetchAsync_MalformedAnswer_IsMalformedWithoutRetry(string kind, string said)
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, $$"""{"malformed":"{{kind}}"}""");

        FetchFailure failed = await FailsAsync(upstream, 7, FailureKind.Malformed);

        Assert.Equal(1, failed.Attempts);
        Assert.Contains(said, failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_ConnectionReset_IsNetwork()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, """{"reset":true}""");

        Assert.Equal(4, (await FailsAsync(upstream, 7, FailureKind.Network)).Attempts);
    }

    [Fact]
    public async Task FetchAsync_CutShortThroughout_IsMalformedAfterThreeRetries()
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, """{"malformed":"truncated"}""");

        FetchFailure failed = await FailsAsync(upstream, 7, FailureKind.Malformed);

        Assert.Equal(4, failed.Attempts);
        Assert.Contains("only the beginning", failed.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task FetchAsync_GatewayErrorThroughout_IsUnreachable(int status)
    {
        await using Upstream upstream = await Upstream.StartAsync();
        await upstream.FaultAsync(7, $$"""{"status":{{status}} }""");

        FetchOutcome<Item> outcome = await upstream.Client.FetchAsync(7);

        Unavailability unavailable = Expect.Unavailable(outcome);
        Assert.Equal((WaitReason.Unreachable, FailureKind.Upstream, 4), (unavailable.Reason, unavailable.Kind, outcome.Attempts));
        Assert.Equal($"{upstream.BaseAddress} answered {status}.", unavailable.Message);
    }

    [Fact]
    public async Task FetchAsync_NobodyListens_IsUnreachableAndSaysWhere()
    {
        SampleApiServer gone = await SampleApiServer.StartAsync(new SampleApiOptions());
        await gone.DisposeAsync();
        await using ServiceProvider services = Upstream.Services(gone.BaseAddress, TimeProvider.System);

        FetchOutcome<Item> result = await services.GetRequiredService<CharacterClient>().FetchAsync(1);

        var unavailable = Expect.Unavailable(result);
        Assert.Equal((WaitReason.Unreachable, FailureKind.Network), (unavailable.Reason, unavailable.Kind));
        Assert.Equal(TimeSpan.FromSeconds(5), unavailable.RetryAfter);
        Assert.StartsWith($"{gone.BaseAddress} could not be reached: ", unavailable.Message, StringComparison.Ordinal);
        Assert.Contains("refused", unavailable.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task FetchAsync_NoSuchHost_IsUnreachable()
    {
        await using ServiceProvider services = Upstream.Services(new Uri("http://no-such-host.invalid/api/"), TimeProvider.System);

        FetchOutcome<Item> result = await services.GetRequiredService<CharacterClient>().FetchAsync(1);

        Assert.Equal(WaitReason.Unreachable, Expect.Unavailable(result).Reason);
    }

    private static async Task<FetchFailure> FailsAsync(Upstream upstream, int id, FailureKind kind)
    {
        var failed = Expect.Failed(await upstream.Client.FetchAsync(id));
        Assert.Equal(kind, failed.Kind);
        return failed;
    }

    [Fact]
    public async Task CountAsync_List_SaysHowManyThereAre()
    {
        await using Upstream upstream = await Upstream.StartAsync(new SampleApiOptions { Characters = 42 });

        Assert.Equal(42, await upstream.Client.CountAsync());
    }

    [Fact]
    public async Task CountAsync_NoListThere_SaysWhatTheUpstreamAnswered()
    {
        await using RawUpstream upstream = RawUpstream.Start("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 11\r\n\r\n{\"info\":{}}"u8.ToArray());

        UpstreamException exception = await Assert.ThrowsAsync<UpstreamException>(() => upstream.Client.CountAsync());

        Assert.Equal(
            $"How many characters there are is not known: {upstream.BaseAddress}character answered something else than a list of characters with info.count, at the only attempt.",
            exception.Message);
    }
}
