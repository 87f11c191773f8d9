using System.Text.Json;

namespace CharacterFanOut.Cli.Tests.Comparing;

public sealed class CompareCommandTests
{
    [Fact]
    public async Task Compare_FewIds_RunsAndKillsEveryContenderForReal()
    {
        using var terminal = new TestTerminal();

        var code = await terminal.RunAsync("compare", "2-20,1,1", "--sample-latency", "fixed:40ms", "--json");

        Assert.True(code == ExitCodes.Success, terminal.Error.ToString());
        using var comparison = JsonDocument.Parse(terminal.Output.ToString());
        Assert.Equal("1-20", comparison.RootElement.GetProperty("ids").GetString());
        var rows = comparison.RootElement.GetProperty("contenders").EnumerateArray().ToDictionary(static row => row.GetProperty("contender").GetString()!);
        Assert.Equal(["one by one", "pool of 20", "all at once", "durable fan-out"], rows.Keys);
        Assert.All(rows.Values, static row => Assert.Equal(20, row.GetProperty("fetched").GetInt32()));
        Assert.Equal(1, rows["one by one"].GetProperty("maxInFlight").GetInt32());
        Assert.InRange(rows["durable fan-out"].GetProperty("maxInFlight").GetInt32(), 1, 20);

        // One by one there is time to kill it half-way, and what it had is gone.
        Assert.InRange(rows["one by one"].GetProperty("answeredWhenKilled").GetInt32(), 10, 19);
        Assert.Equal(20, rows["one by one"].GetProperty("requestsAfterKill").GetInt32());
    }

    [Fact]
    public async Task Compare_NoIds_SaysWhatTheHostSays()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("compare", "9-1"));

        Assert.Contains("\"9-1\" is reversed", terminal.Error.ToString(), StringComparison.Ordinal);
    }
}
