using System.Text.Json.Nodes;
using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Tests.Client;

public sealed class FanOutClientTests
{
    [Fact]
    public async Task StartAsync_Accepted_SendsWhatWasGivenAndReadsTheId()
    {
        await using var host = await FakeHost.StartAsync();
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted));
        using var client = new FanOutClient(host.Address, "secret");

        var started = await client.StartAsync(new JsonObject { ["ids"] = "1-10", ["batchSize"] = 5 }, CancellationToken.None);

        Assert.Equal("a1", started.Id);
        var asked = Assert.Single(host.Requests);
        Assert.Equal("""{"ids":"1-10","batchSize":5}""", asked.Body);
        Assert.Equal("secret", asked.Key);
    }

    [Fact]
    public async Task StartAsync_RefusedByField_NamesTheOptions()
    {
        await using var host = await FakeHost.StartAsync();
        host.On("POST /api/fanouts", new FakeHost.Answer(
            400, """{"title":"Not valid.","errors":{"ids":["\"x\" is no id."],"maxConcurrency":["0 is too few."]}}""", "application/problem+json"));
        using var client = new FanOutClient(host.Address, null);

        var refusal = await Assert.ThrowsAsync<CliException>(() => client.StartAsync(new JsonObject { ["ids"] = "x" }, CancellationToken.None));

        Assert.Equal(ExitCodes.BadInput, refusal.ExitCode);
        Assert.Equal($"ids: \"x\" is no id.{Environment.NewLine}--max-concurrency: 0 is too few.", refusal.Message);
    }

    [Theory]
    [InlineData(401, ExitCodes.BadInput, "FANOUT_KEY")]
    [InlineData(403, ExitCodes.BadInput, "FANOUT_KEY")]
    [InlineData(404, ExitCodes.BadInput, "No such thing. Look elsewhere.")]
    [InlineData(409, ExitCodes.BadInput, "No such thing. Look elsewhere.")]
    [InlineData(500, ExitCodes.Unreachable, "No such thing. Look elsewhere.")]
    [InlineData(503, ExitCodes.Unreachable, "(503)")]
    public async Task GetAsync_Refused_SaysWhatTheHostSays(int status, int exitCode, string message)
    {
        await using var host = await FakeHost.StartAsync();
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(status, """{"title":"No such thing.","detail":"Look elsewhere."}"""));
        using var client = new FanOutClient(host.Address, null);

        var refusal = await Assert.ThrowsAsync<CliException>(() => client.GetAsync("a1", CancellationToken.None));

        Assert.Equal(exitCode, refusal.ExitCode);
        Assert.Contains(message, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_NoSuchFanOut_SaysWhichAndHowToSeeTheOthers()
    {
        await using var host = await FakeHost.StartAsync();
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(404, """{"title":"No such fan-out.","detail":"There is no fan-out \"a1\"."}"""));
        using var client = new FanOutClient(host.Address, null);

        var refusal = await Assert.ThrowsAsync<CliException>(() => client.GetAsync("a1", CancellationToken.None));

        Assert.Equal("There is no fan-out \"a1\". fanout list shows those that exist.", refusal.Message);
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("null")]
    public async Task GetAsync_AnswerIsNoState_IsUnreachable(string body)
    {
        await using var host = await FakeHost.StartAsync();
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(200, body));
        using var client = new FanOutClient(host.Address, null);

        var refusal = await Assert.ThrowsAsync<CliException>(() => client.GetAsync("a1", CancellationToken.None));

        Assert.Equal(ExitCodes.Unreachable, refusal.ExitCode);
    }

    [Fact]
    public async Task GetAsync_NobodyListens_IsUnreachable()
    {
        var host = await FakeHost.StartAsync();
        await host.DisposeAsync();
        using var client = new FanOutClient(host.Address, null);

        var refusal = await Assert.ThrowsAsync<CliException>(() => client.GetAsync("a1", CancellationToken.None));

        Assert.Equal(ExitCodes.Unreachable, refusal.ExitCode);
        Assert.Contains(host.Address.ToString(), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetAsync_IdWithASlash_StaysOnePartOfThePath()
    {
        await using var host = await FakeHost.StartAsync();
        using var client = new FanOutClient(host.Address, null);

        await Assert.ThrowsAsync<CliException>(() => client.GetAsync("../a", CancellationToken.None));

        Assert.DoesNotContain("GET /api/a", host.Requests.Single().Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ListAsync_WithFilters_EscapesThem()
    {
        await using var host = await FakeHost.StartAsync();
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("paused")}}],"continuation":"a+b="}"""));
        using var client = new FanOutClient(host.Address, null);

        var (page, _) = await client.ListAsync(FanOutClient.Parameter("status", "running,paused"), 5, "x&y", CancellationToken.None);

        Assert.Equal("a+b=", page.Continuation);
        Assert.Equal(FanOutState.Paused, Assert.Single(page.FanOuts).Status);
        Assert.Equal("GET /api/fanouts?top=5&status=running%2Cpaused&continuation=x%26y", host.Requests.Single().Line);
    }

    [Fact]
    public void WarmUp_ReadsAState() => ClientJsonContext.WarmUp();
}
