using CharacterFanOut.Cli.Hosting;

namespace CharacterFanOut.Cli.Tests.Terminal;

public sealed class PseudoTerminalTests : IDisposable
{
    private const string Colour = "\u001b[38;5;";
    private const string HideCursor = "\u001b[?25l";
    private const string ShowCursor = "\u001b[?25h";
    private const string Slow = "run 1-400 --batch-size 50 --sample-latency fixed:400ms";
    private const string Fetching = "[1-9][0-9]* in flight";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("fanout-terminal-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Run_CtrlC_DetachesAndResumeBringsItToItsEnd()
    {
        using (var first = new PseudoTerminal(folder.FullName, Slow))
        {
            await first.SeeAsync(Fetching);
            await first.PressCtrlCAsync();
            await first.SeeAsync("  fanout run --resume");

            Assert.Equal(ExitCodes.Interrupted, await first.EndAsync());
            Assert.Contains(Colour, first.Screen, StringComparison.Ordinal);
            Assert.Contains("▣", first.Screen, StringComparison.Ordinal);
            Assert.True(
                first.Screen.LastIndexOf(ShowCursor, StringComparison.Ordinal) > first.Screen.LastIndexOf(HideCursor, StringComparison.Ordinal),
                "The cursor is left hidden.");
        }

        using var second = new PseudoTerminal(folder.FullName, "run --resume");
        await second.SeeAsync("Continuing with");

        Assert.Equal(ExitCodes.Success, await second.EndAsync());
        Assert.Contains(" of 400", second.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Killed_ResumeBringsItToItsEnd()
    {
        using (var first = new PseudoTerminal(folder.FullName, Slow))
        {
            await first.SeeAsync(Fetching);

            // Disposed while it runs: killed with SIGKILL.
        }

        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (FolderLock.IsHeld(Path.Combine(folder.FullName, ".fanout")))
        {
            await Task.Delay(10, deadline.Token);
        }

        using var second = new PseudoTerminal(folder.FullName, "run --resume");
        await second.SeeAsync("Continuing with");

        Assert.Equal(ExitCodes.Success, await second.EndAsync());
        Assert.Contains(" of 400", second.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serve_CtrlC_StopsSaysSoAndLeavesNoProcess()
    {
        using var terminal = new PseudoTerminal(folder.FullName, "serve --port 0");
        await terminal.SeeAsync("Ctrl-C stops the host");
        var processes = terminal.Processes;
        Assert.InRange(processes.Count, 2, 4);
        await terminal.PressCtrlCAsync();
        await terminal.SeeAsync("Stopped.");

        Assert.Equal(ExitCodes.Success, await terminal.EndAsync());
        await ProcessTree.UntilGoneAsync(processes, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Run_CtrlCTwice_Cancels()
    {
        using var terminal = new PseudoTerminal(folder.FullName, Slow);
        await terminal.SeeAsync(Fetching);
        await terminal.PressCtrlCAsync();
        await terminal.SeeAsync("Ctrl-C again");
        await terminal.PressCtrlCAsync();

        Assert.Equal(ExitCodes.SomeFailed, await terminal.EndAsync());
        Assert.Contains("Canceled ", terminal.Screen, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Message_LongerThanTheTerminalIsWide_BreaksBetweenWords()
    {
        using var terminal = new PseudoTerminal(folder.FullName, "run 1-9 --api ftp://example.org/characters");

        Assert.Equal(ExitCodes.BadInput, await terminal.EndAsync());
        Assert.Matches("URL such as *\r*\nhttps://rickandmortyapi.com/api or", terminal.Screen);
    }

    [Fact]
    public async Task Run_NoColorAndAProxy_ReachesItsOwnHostAndSampleApiAndDrawsWithoutColours()
    {
        // Nothing listens where the proxy is said to be.
        using var terminal = new PseudoTerminal(
            folder.FullName, "run 1-99", ("NO_COLOR", "1"), ("http_proxy", "http://127.0.0.1:9"), ("HTTP_PROXY", "http://127.0.0.1:9"));

        Assert.Equal(ExitCodes.Success, await terminal.EndAsync());
        Assert.Contains("99 of 99", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain(Colour, terminal.Screen, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("export a1 --format csv")]
    [InlineData("status a1 --json")]
    public async Task ForeignText_OnATerminal_HasNoControlCharacters(string command)
    {
        await using var host = await FakeHost.StartAsync();
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "1,\u001b[2Jcleared\r\n", "text/csv"))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running").Replace("1-10", "1-10\",\"x\":\"\u009b2Jcleared", StringComparison.Ordinal)));
        using var terminal = new PseudoTerminal(folder.FullName, command, ("FANOUT_HOST", host.Address.ToString()));

        Assert.Equal(ExitCodes.Success, await terminal.EndAsync());
        Assert.Contains("cleared", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[2J", terminal.Screen, StringComparison.Ordinal);
        Assert.DoesNotContain("\u009b", terminal.Screen, StringComparison.Ordinal);
    }
}
