namespace CharacterFanOut.Cli.Tests.Commands;

public sealed class CommandLineTests
{
    public static TheoryData<string> CommandNames() =>
        ["run", "serve", "start", "watch", "status", "list", "report", "export", "pause", "resume", "wake", "cancel", "retry", "purge", "schedule", "schedules", "unschedule", "compare", "completion"];

    [Theory]
    [InlineData("frob", "no command 'frob'.")]
    [InlineData("rnu 1-9", "no command 'rnu'. Did you mean run?")]
    [InlineData("--json", "--json belongs to a command, such as: fanout list --json")]
    [InlineData("--json list", "--json comes after the command: fanout list --json")]
    [InlineData("run 1-9 --bach-size 5", "no option '--bach-size'. Did you mean --batch-size?")]
    [InlineData("status --watch", "fanout status has no option '--watch'.")]
    [InlineData("run --frob", "fanout run has no option '--frob'.")]
    [InlineData("run 1-9, 20", "fanout run does not take '20'. Write ids without spaces, such as 1-20,42.")]
    [InlineData("list extra", "fanout list does not take 'extra'.")]
    [InlineData("run 1-9 --batch-size", "Required argument missing for option: '--batch-size'.")]
    [InlineData("run 1-9 --max-failures 3", "--max-failures requires --on-failure abort.")]
    [InlineData("run 1-9 --on-failure explode", "'explode' not recognized. Must be one of: 'continue' 'abort'")]
    [InlineData("run 1-9 --api http://127.0.0.1:9 --sample-fail 0.1", "--sample-fail is for the sample API, and --api names another upstream")]
    [InlineData("run --resume", "There is nothing to resume: no folder ")]
    [InlineData("compare", "Required argument 'ids' missing for command: 'compare'.")]
    [InlineData("run", "fanout run 1-99")]
    [InlineData("run 1-9 --batch-size many", "'many' is not a whole number")]
    [InlineData("run 1-9 --sample-fail 3", "from 0 to 1")]
    [InlineData("run 1-9 --api ftp://example.org", "ftp://example.org")]
    [InlineData("run 1-9 --set FanOut", "KEY=VALUE")]
    [InlineData("run 1-9 --host localhost", "http://127.0.0.1:7071")]
    [InlineData("run 1-9 --host http://127.0.0.1:9 --data here", "--data is for a host in this process")]
    [InlineData("run 1-9 --host http://127.0.0.1:9 --sample-fail 0.1", "--sample-fail is for a host in this process")]
    [InlineData("serve --port 70000", "'70000' is not a whole number from 0 to 65535.")]
    [InlineData("serve --port abc", "'abc' is not a whole number from 0 to 65535.")]
    [InlineData("run 5-1", "\"5-1\" is reversed")]
    [InlineData("run 1-9 --api http://bob:secret@127.0.0.1:9", "must not contain a user name or a password")]
    [InlineData("run 1-9 --ids-file ids.txt", "Give ids or --ids-file, not both.")]
    [InlineData("run --ids-file nowhere.txt", "nowhere.txt cannot be read")]
    [InlineData("start", "Name the ids to fetch")]
    [InlineData("schedule @daily", "Name the ids to fetch")]
    [InlineData("unschedule", "Required argument 'name' missing for command: 'unschedule'.")]
    [InlineData("pause", "Required argument 'id' missing for command: 'pause'.")]
    [InlineData("purge", "Name a fan-out, or say which are meant, such as --label team=alpha or --status completed.")]
    [InlineData("cancel", "or --status pending.")]
    [InlineData("cancel a1 --label team", "Name fan-outs, or say which are meant by options such as --label, not both.")]
    [InlineData("list --from yesterday", "'yesterday' is not a time such as 2030-01-31")]
    [InlineData("run 1-9 --label team", "'team' is not a label. Write NAME=VALUE")]
    [InlineData("run 1-9 --label =x", "is not a name of a label")]
    [InlineData("export a1 --format xml", "'xml' not recognized. Must be one of: 'json' 'ndjson' 'csv' 'parquet'")]
    [InlineData("completion", "Required argument 'bash|zsh|fish' missing for command: 'completion'.")]
    [InlineData("completion tcsh", "'tcsh' not recognized. Must be one of: 'bash' 'zsh' 'fish'")]
    public async Task InvokeAsync_BadInput_ExitsWith2AndSaysWhyOnStandardError(string line, string why)
    {
        using var terminal = new TestTerminal();

        var code = await terminal.RunAsync(line.Split(' '));

        Assert.Equal(ExitCodes.BadInput, code);
        Assert.Contains(why, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(terminal.Output.ToString());
        Assert.Empty(terminal.Folder.EnumerateFileSystemInfos());
    }

    [Theory]
    [InlineData("start 1-9", "No host has ")]
    [InlineData("list", "there is no folder ")]
    [InlineData("status a1", "there is no folder ")]
    public async Task InvokeAsync_NoHostToUse_ExitsWith3AndMakesNoFolder(string line, string why)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Unreachable, await terminal.RunAsync(line.Split(' ')));

        Assert.Contains(why, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(terminal.Folder.EnumerateFileSystemInfos());
    }

    [Theory]
    [MemberData(nameof(CommandNames))]
    public async Task Help_OfEveryCommand_ShowsExamplesOfIt(string name)
    {
        using var terminal = new TestTerminal();

        var code = await terminal.RunAsync(name, "--help");

        Assert.Equal(ExitCodes.Success, code);
        var help = terminal.Output.ToString();
        Assert.Contains($"fanout {name}", help[help.IndexOf("Examples:", StringComparison.Ordinal)..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_OfAll_NamesEveryCommandButTheHiddenOne()
    {
        using var terminal = new TestTerminal();

        await terminal.RunAsync("--help");

        var help = terminal.Output.ToString();
        Assert.All(CommandNames(), name => Assert.Contains($"  {name.Data} ", help, StringComparison.Ordinal));
        Assert.DoesNotContain("contend", help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task InvokeAsync_NothingTyped_ShowsTheHelpWithItsExamples()
    {
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync());

        Assert.Contains("fanout run 1-99", terminal.Output.ToString(), StringComparison.Ordinal);
        Assert.Matches("(?s)Exit codes:.*  0 .*  1 .*  2 .*  3 .*  130  Ctrl-C", terminal.Output.ToString());
    }

    [Fact]
    public async Task Suggest_NoDashTyped_AnswersNoOptions()
    {
        using var terminal = new TestTerminal();

        await terminal.RunAsync("[suggest:7]", "fanout ");

        Assert.Equal(
            CommandNames().Select(static name => name.Data).Order(StringComparer.Ordinal),
            terminal.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public async Task Help_OfCompare_SaysTheLatencyThatItIsRunWith()
    {
        using var terminal = new TestTerminal();

        await terminal.RunAsync("compare", "--help");

        Assert.Contains("[default: exp:50ms]", terminal.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("status")]
    [InlineData("retry")]
    [InlineData("wake")]
    public async Task Help_OfWhatOpensAFolder_IsNotAboutTheSampleApi(string name)
    {
        using var terminal = new TestTerminal();

        await terminal.RunAsync(name, "--help");

        Assert.Contains("--data ", terminal.Output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("--sample-", terminal.Output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("serve")]
    public async Task Help_OfWhatHosts_HasATwinOfEverySampleOption(string name)
    {
        using var terminal = new TestTerminal();
        var options = new SampleApi.CommandLine.SampleApiCommandLine().Options;

        await terminal.RunAsync(name, "--help");

        Assert.NotEmpty(options);
        Assert.All(options, option => Assert.Contains($"--sample-{option.Name[2..]} ", terminal.Output.ToString(), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("fanout ex", "export")]
    [InlineData("fanout run --sample-ch", "--sample-characters")]
    [InlineData("fanout list --status pa", "paused")]
    [InlineData("fanout list --status running,pa", "running,paused")]
    [InlineData("fanout export -f n", "ndjson")]
    [InlineData("fanout run 1-9 --on-failure a", "abort")]
    [InlineData("fanout completion z", "zsh")]
    [InlineData("fanout serve --po", "--port")]
    public async Task Suggest_PartOfAWord_AnswersTheRest(string line, string expected)
    {
        using var terminal = new TestTerminal();

        await terminal.RunAsync($"[suggest:{line.Length}]", line);

        Assert.Equal([expected], terminal.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    public async Task Completion_OfAShell_AsksFanOut(string shell)
    {
        using var terminal = new TestTerminal();

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("completion", shell));

        Assert.Contains("[suggest:", terminal.Output.ToString(), StringComparison.Ordinal);
    }
}
