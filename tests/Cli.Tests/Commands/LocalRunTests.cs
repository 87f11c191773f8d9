using System.Text.Json;

namespace CharacterFanOut.Cli.Tests.Commands;

/// <summary>The whole of it in one process: the host, the sample API, the engine on its SQLite file.</summary>
public sealed class LocalRunTests : IDisposable
{
    private readonly TestTerminal terminal = new();

    public void Dispose() => terminal.Dispose();

    [Fact]
    public async Task Run_UpstreamThatFails_EveryIdIsFetchedOrFailed()
    {
        var code = await terminal.RunAsync("run", "1-99", "--json", "--sample-fail", "0.3", "--set", "CharacterApi:RetryDelay=00:00:00.001");

        Assert.InRange(code, ExitCodes.Success, ExitCodes.SomeFailed);
        using var report = JsonDocument.Parse(terminal.Output.ToString());
        Assert.Equal(99, report.RootElement.GetProperty("fetched").GetInt32() + report.RootElement.GetProperty("failed").GetInt32());
    }

    [Fact]
    public async Task Run_IdsThatAreNotThere_ExitsWith1AndShowsThem()
    {
        var code = await terminal.RunAsync("run", "1-6", "--sample-characters", "4");

        Assert.Equal(ExitCodes.SomeFailed, code);
        Assert.Contains("2 notFound", terminal.Results.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abc", "\"abc\"")]
    [InlineData("5-1", "\"5-1\" is reversed")]
    [InlineData("0", "\"0\"")]
    public async Task Run_NoIds_ExitsWith2AndSaysWhichTokenAndWhy(string ids, string why)
    {
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("run", ids));

        Assert.Contains(why, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(terminal.Output.ToString());
    }

    [Fact]
    public async Task Run_UpstreamIsNotThere_ExitsWith3()
    {
        var nobody = await FakeHost.StartAsync();
        await nobody.DisposeAsync();

        Assert.Equal(ExitCodes.Unreachable, await terminal.RunAsync("run", "1-9", "--api", nobody.Address.ToString()));

        Assert.Contains(nobody.Address.ToString(), terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAnUpstreamThatIsNamed_AsksItForTheCharactersAndNothingElse()
    {
        await using var upstream = await FakeHost.StartAsync();

        Assert.Equal(ExitCodes.SomeFailed, await terminal.RunAsync("run", "1-3", "--api", upstream.Address.ToString()));

        Assert.Equal(
            ["GET /character/1", "GET /character/2", "GET /character/3"],
            upstream.Requests.Select(static request => request.Line).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("FanOut:MaxIds=abc", "FanOut:MaxIds is 'abc', which is not a number such as 1000000.")]
    [InlineData("Reports:Store=Foo", "Reports:Store is 'Foo', which is not one of Files, Blobs.")]
    [InlineData("CharacterApi:TotalTimeout=soon", "CharacterApi:TotalTimeout is 'soon', which is not a time such as 00:00:30.")]
    public async Task Run_SettingThatCannotBeRead_ExitsWith2AndNamesValueAndRemedy(string setting, string why)
    {
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("run", "1-9", "--set", setting));

        Assert.Equal(why, terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task List_DamagedFile_ExitsWith2AndNamesIt()
    {
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-3", "--data", Data));
        var file = Path.Combine(Data, "FanOut.db");
        await File.WriteAllBytesAsync(file, [.. Enumerable.Range(0, 5000).Select(static i => (byte)(i * 31))]);
        var before = terminal.Error.ToString().Length;

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("list", "--data", Data));

        Assert.Contains(Data, Assert.Single(terminal.Error.ToString()[before..].Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_OnAPortThatIsTaken_SaysSoInASentence()
    {
        await using var other = await FakeHost.StartAsync();

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("serve", "--port", $"{other.Address.Port}"));

        Assert.Equal(
            $"Port {other.Address.Port} is taken: another program listens there. Give another port with --port, or 0 for any free one.",
            terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Run_99Ids_FetchesThemAllIntoTheDataFolderWhichOtherCommandsOpen()
    {
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-99", "--id", "mine", "--json"));
        using var ran = JsonDocument.Parse(terminal.Output.ToString());
        Assert.Equal((99, 0), (ran.RootElement.GetProperty("fetched").GetInt32(), ran.RootElement.GetProperty("failed").GetInt32()));
        Assert.True(Directory.Exists(Path.Combine(terminal.Folder.FullName, ".fanout", "reports")));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("report", "mine", "--json"));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "mine", "--format", "ndjson"));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list"));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("purge", "mine"));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("report", "mine"));

        var printed = terminal.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, printed.Length);
        Assert.Equal(printed[0], printed[1]);
        Assert.Equal(99, terminal.Exported.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("mine", terminal.Results.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", ExitCodes.Success)]
    [InlineData("status", ExitCodes.BadInput)]
    public async Task OtherCommands_FolderWithoutFanOuts_SaysHowToStartOneThere(string command, int exitCode)
    {
        var data = Directory.CreateDirectory(Data);

        Assert.Equal(exitCode, await terminal.RunAsync(command, "--data", "data"));

        Assert.Equal($"There are no fan-outs in {data.FullName}. Start one with:{Environment.NewLine}  fanout run 1-99", terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Serve_OnAFolder_SaysWhereItIsIsUsedByTheOthersAndKeepsOutASecond()
    {
        using var server = new TestTerminal();
        var serving = server.RunAsync("serve", "--port", "0", "--json", "--data", Data);
        await EventuallyAsync(() => server.Output.ToString().EndsWith('\n'));

        using var said = JsonDocument.Parse(server.Output.ToString());
        Assert.Equal(Data, said.RootElement.GetProperty("data").GetString());
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list", "--json", "--host", said.RootElement.GetProperty("host").GetString()!));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("start", "1-9", "--id", "mine", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("watch", "mine", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-9", "--id", "second", "--data", Data));
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("status", "second", "--data", Data));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("run", "1-9", "--data", Data, "--sample-fail", "0.1"));
        Assert.Contains($"--sample-fail is for a host in this process, and {Data} is open in a host that runs already", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("serve", "--port", "0", "--data", Data));
        Assert.Contains("--host http://127.0.0.1:", terminal.Error.ToString(), StringComparison.Ordinal);

        server.Signals.OnInterrupt();
        Assert.Equal(ExitCodes.Success, await serving);
        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-9", "--data", Data));
    }

    private string Data => Path.Combine(terminal.Folder.FullName, "data");

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            await Task.Delay(10, deadline.Token);
        }
    }
}
