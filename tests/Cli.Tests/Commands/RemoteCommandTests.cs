using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Cli.Tests.Commands;

public sealed class RemoteCommandTests : IAsyncLifetime
{
    private const string Schedule = """
        {"name":"daily","schedule":"0 0 3 * * *","request":{"ids":"1-826"},"upstream":"sample","nextAt":"2030-01-03T03:00:00Z",
         "runs":[{"dueAt":"2030-01-02T03:00:00Z","fanOut":null,"skipped":"a1 was still under way."},{"dueAt":"2030-01-01T03:00:00Z","fanOut":"scheduled-daily-20300101T030000","skipped":null}]}
        """;

    private readonly TestTerminal terminal = new();
    private FakeHost host = null!;

    public async ValueTask InitializeAsync()
    {
        host = await FakeHost.StartAsync();
        terminal.SetVariable("FANOUT_HOST", host.Address.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        terminal.Dispose();
    }

    [Theory]
    [InlineData(10, "", 0, ExitCodes.Success)]
    [InlineData(9, "\"notFound\":1", 1, ExitCodes.SomeFailed)]
    [InlineData(0, "\"network\":10", 10, ExitCodes.Unreachable)]
    [InlineData(0, "\"network\":9,\"timeout\":1", 10, ExitCodes.SomeFailed)]
    public async Task Run_OnAHost_PrintsTheReportAloneAndExitsByIt(int fetched, string kinds, int failed, int exitCode)
    {
        var report = Samples.Report(fetched, kinds, failed);
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new(200, Samples.State("running")), new(200, Samples.State("completed", fetched, failed)))
            .On("GET /api/fanouts/a1/report", new FakeHost.Answer(200, report));

        var code = await terminal.RunAsync("run", "1-10", "--json");

        Assert.Equal(exitCode, code);
        Assert.Equal(report, terminal.Output.ToString().TrimEnd());
    }

    [Fact]
    public async Task Run_ThatIsCanceled_ExitsWith1AndSaysSo()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("canceled", 4)));

        var code = await terminal.RunAsync("run", "1-10");

        Assert.Equal(ExitCodes.SomeFailed, code);
        Assert.Contains("a1 was canceled after 4 of 10 fetched", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_HostFailsInBetween_GoesOnWatching()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new(200, Samples.State("running")), new(503, "{}"), new(503, "{}"), new(200, Samples.State("completed", 10)))
            .On("GET /api/fanouts/a1/report", new FakeHost.Answer(200, Samples.Report()));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "1-10"));
    }

    [Fact]
    public async Task Watch_Json_PrintsALineForEachChangeAndTheReportLast()
    {
        host.On(
                "GET /api/fanouts/a1", new(200, Samples.State("running", 1)), new(200, Samples.State("running", 1).Replace("12.5", "11.5", StringComparison.Ordinal)),
                new(503, "{}"), new(200, Samples.State("running", 2)), new(200, Samples.State("completed", 10)))
            .On("GET /api/fanouts/a1/report", new FakeHost.Answer(200, Samples.Report()));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("watch", "a1", "--json"));

        Assert.Equal(
            [Samples.State("running", 1), Samples.State("running", 2), Samples.State("completed", 10), Samples.Report()],
            terminal.Output.ToString().ReplaceLineEndings("\n").TrimEnd().Split("\n{\"id\"").Select(static (part, i) => i == 0 ? part : "{\"id\"" + part));
    }

    [Fact]
    public async Task Watch_JsonOfOneThatIsCanceled_PrintsItsEndOnce()
    {
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("canceled", 4)));

        Assert.Equal(ExitCodes.SomeFailed, await terminal.RunAsync("watch", "a1", "--json"));

        Assert.Equal(Samples.State("canceled", 4), terminal.Output.ToString().ReplaceLineEndings("\n").TrimEnd());
    }

    [Fact]
    public async Task Run_CtrlC_DetachesAndSaysHowToComeBack()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running")));

        var running = terminal.RunAsync("run", "1-10");
        await AskedAsync("GET /api/fanouts/a1");
        terminal.Signals.OnInterrupt();

        Assert.Equal(ExitCodes.Interrupted, await running);
        Assert.Contains($"fanout watch a1 --host {host.Address.GetLeftPart(UriPartial.Authority)}", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Requests, static request => request.Line.EndsWith("/cancel", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_CtrlCTwice_Cancels()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running")))
            .On("POST /api/fanouts/a1/cancel", new FakeHost.Answer(202, Samples.Accepted));

        var running = terminal.RunAsync("run", "1-10");
        await AskedAsync("GET /api/fanouts/a1");
        terminal.Signals.OnInterrupt();
        terminal.Signals.OnInterrupt();
        await AskedAsync("POST /api/fanouts/a1/cancel");
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("canceled", 4)));

        Assert.Equal(ExitCodes.SomeFailed, await running);
        Assert.Contains("Canceled a1 after 4 of 10 fetched", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_Resume_GoesOnWithTheNewestAndUnpausesIt()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("paused")}},{{Samples.State("running", id: "b2")}}]}"""))
            .On("POST /api/fanouts/a1/resume", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("completed", 10)))
            .On("GET /api/fanouts/a1/report", new FakeHost.Answer(200, Samples.Report()));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "--resume"));

        Assert.Contains("Continuing with a1. An older one continues as well.", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains(host.Requests, static request => request.Line == "POST /api/fanouts/a1/resume");
        Assert.DoesNotContain(host.Requests, static request => request.Line == "POST /api/fanouts");
    }

    [Fact]
    public async Task Run_ResumeWithIdsAndSomethingUnfinished_SaysThatTheIdsAreNotStarted()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("running")}}]}"""))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("completed", 10)))
            .On("GET /api/fanouts/a1/report", new FakeHost.Answer(200, Samples.Report()));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("run", "50-60", "--resume"));

        Assert.Contains("Nothing is started for 50-60", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Requests, static request => request.Line == "POST /api/fanouts");
    }

    [Fact]
    public async Task Run_ThatFails_SaysWhy()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("failed").Replace("\"retries\"", "\"error\":\"the store is full\",\"retries\"", StringComparison.Ordinal)));

        Assert.Equal(ExitCodes.SomeFailed, await terminal.RunAsync("run", "1-10"));

        Assert.Contains("a1 has failed: the store is full", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list", ExitCodes.Success, "fanout start 1-99")]
    [InlineData("list --status paused,failed", ExitCodes.Success, "There are no fan-outs that are paused or failed.")]
    [InlineData("watch", ExitCodes.BadInput, "fanout start 1-99")]
    public async Task InvokeAsync_AHostWithoutFanOuts_SaysSo(string line, int exitCode, string said)
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, """{"fanOuts":[]}"""));

        Assert.Equal(exitCode, await terminal.RunAsync(line.Split(' ')));

        Assert.Contains(said, terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_NotAHost_SaysThatItIsNone()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(404, "<html>", "text/html"));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("list"));

        Assert.Contains("knows no fan-outs (404)", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list --data here", "--data is for a host in this process, and FANOUT_HOST names a host that runs already")]
    [InlineData("run 1-9 --sample-fail 0.1", "--sample-fail is for a host in this process, and FANOUT_HOST names a host that runs already")]
    [InlineData("list --data here --host http://127.0.0.1:9", "--data is for a host in this process, and --host names a host that runs already")]
    public async Task InvokeAsync_TwoHostsAreMeant_SaysWhoNamedThem(string line, string why)
    {
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync(line.Split(' ')));

        Assert.Contains(why, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Requests);
    }

    [Theory]
    [InlineData("watch ", "", "b2,a1")]
    [InlineData("pause b", "status=pending%2Crunning", "b2")]
    [InlineData("purge b2 ", "status=completed", "a1")]
    [InlineData("retry c", "status=completed%2Caborted%2Ccanceled%2Cfailed", "")]
    public async Task Suggest_AnId_AnswersThoseOfTheHostNewestFirst(string typed, string asked, string expected)
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("running", id: "b2")}},{{Samples.State("running")}}]}"""));
        var line = "fanout " + typed;

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync($"[suggest:{line.Length}]", line));

        Assert.Equal(expected.Split(',', StringSplitOptions.RemoveEmptyEntries), terminal.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(asked, Assert.Single(host.Requests).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ResumeWithNothingUnfinished_IsBadInput()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, """{"fanOuts":[]}"""));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("run", "--resume"));
    }

    [Theory]
    [InlineData("pause", "Paused a0, 4 of 10 fetched; 2 in flight will be saved. Resume it with: fanout resume a0")]
    [InlineData("resume", "Resumed a0, 4 of 10 fetched.")]
    [InlineData("cancel", "Canceling a0, 4 of 10 fetched; 2 in flight will be saved.")]
    [InlineData("wake", "Woke a0, 4 of 10 fetched: the upstream answers.")]
    [InlineData("retry", "Started a1 with the 10 ids of a0 that failed.")]
    public async Task Tell_AFanOut_PostsJsonPrintsTheIdAndSaysWhatHappened(string verb, string said)
    {
        host.On($"POST /api/fanouts/a0/{verb}", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running", 4)));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync(verb, "a0"));

        Assert.Equal("a1", terminal.Output.ToString().TrimEnd());
        Assert.Equal(said, terminal.Error.ToString().TrimEnd());
        Assert.Equal("{}", host.Requests.First().Body);
    }

    [Theory]
    [InlineData("--failed", "[\"failed\"]", "that failed")]
    [InlineData("--remaining", "[\"remaining\"]", "for remaining")]
    [InlineData("--kind timeout,network --not-found --remaining", "[\"remaining\",\"timeout\",\"network\",\"notFound\"]", "for remaining, timeout, network, notFound")]
    public async Task Retry_SomeIds_AsksForThose(string options, string what, string said)
    {
        host.On("POST /api/fanouts/a0/retry", new FakeHost.Answer(202, Samples.Accepted))
            .On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running", 4)));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync($"retry a0 {options}".Split(' ')));

        Assert.Equal($"{{\"what\":{what}}}", host.Requests.First().Body);
        Assert.Equal($"Started a1 with the 10 ids of a0 {said}.", terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Tell_InTheWrongState_SaysWhatTheHostSays()
    {
        host.On("POST /api/fanouts/a1/pause", new FakeHost.Answer(409, """{"title":"Fan-out \"a1\" is completed.","detail":"Only one that runs can be paused."}"""));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("pause", "a1"));

        Assert.Equal("Fan-out \"a1\" is completed. Only one that runs can be paused.", terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task Start_Json_PrintsOneObject()
    {
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("start", "1-10", "--json", "--no-save", "--on-failure", "abort", "--max-failures", "3", "--outage-timeout", "PT30M"));

        Assert.Equal("""{"id":"a1"}""", terminal.Output.ToString().TrimEnd());
        Assert.Contains("Started a1, 10 ids. Follow it with:", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains($"  fanout watch a1 --host {host.Address.GetLeftPart(UriPartial.Authority)}", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal("""{"ids":"1-10","onFailure":"abort","maxFailures":3,"outageTimeout":"PT30M","saveCharacters":false}""", host.Requests.Single().Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Start_IdsFromAFileOrStandardInput_AreAsked(bool fromFile)
    {
        const string Text = "# my favorites\n1 2, 3\n\n5-9  # a range\r\n7;12\n";
        host.On("POST /api/fanouts", new FakeHost.Answer(202, Samples.Accepted));
        await File.WriteAllTextAsync(Path.Combine(terminal.Folder.FullName, "ids.txt"), Text);
        terminal.Input = new StringReader(Text);

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync(["start", .. fromFile ? ["--ids-file", "ids.txt"] : new[] { "-" }]));

        Assert.Equal("""{"ids":"1-3,5-9,12"}""", host.Requests.Single().Body);
    }

    [Theory]
    [InlineData("1\n2 x3\n", "standard input, line 2: \"x3\" is not an id")]
    [InlineData("# none\n", "There are no ids in standard input.")]
    public async Task Start_StandardInputThatIsNotIds_IsRefused(string text, string message)
    {
        terminal.Input = new StringReader(text);
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("start", "-"));
        Assert.Contains(message, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(host.Requests);
    }

    [Fact]
    public async Task Status_WithoutAnId_IsOfTheNewest()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("running", 4)}}]}"""))
            .On("GET /api/fanouts/a1/batches", new FakeHost.Answer(200, Samples.Page(Samples.State("running", 4))));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("status"));

        Assert.Contains("4 of 10 fetched", terminal.Results.Output, StringComparison.Ordinal);
        Assert.Contains("1-10", terminal.Results.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_Json_IsWhatTheHostSays()
    {
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running", 4)));

        await terminal.RunAsync("status", "a1", "--json");

        Assert.Equal(Samples.State("running", 4).TrimEnd(), terminal.Output.ToString().TrimEnd());
    }

    [Fact]
    public async Task Schedule_ANameAndOptions_ArePutAndTheNextTimeIsSaid()
    {
        host.On("PUT /api/schedules/daily", new FakeHost.Answer(201, Schedule));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("schedule", "0 0 3 * * *", "1-826", "--name", "daily", "--max-concurrency", "5"));

        Assert.Equal("""{"schedule":"0 0 3 * * *","request":{"ids":"1-826","maxConcurrency":5}}""", host.Requests.Single().Body);
        Assert.Equal("daily", terminal.Output.ToString().TrimEnd());
        Assert.Contains("Scheduled daily, 826 ids; next at 2030-01-0", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedule_Refused_NamesArgumentAndOption()
    {
        host.On("PUT /api/schedules/default", new FakeHost.Answer(400, """{"title":"The request is not valid.","errors":{"schedule":["\"x\" is not NCRONTAB."],"request.maxConcurrency":["It is not."]}}"""));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("schedule", "x", "1-9", "--max-concurrency", "0"));

        Assert.Contains("cron: \"x\" is not NCRONTAB.", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Contains("--max-concurrency: It is not.", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Schedules_ShowsNextAndWhatCameOfTheLast()
    {
        host.On("GET /api/schedules", new FakeHost.Answer(200, $$"""{"schedules":[{{Schedule}}]}"""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("schedules"));

        Assert.Contains("0 0 3 * * *", terminal.Results.Output, StringComparison.Ordinal);
        Assert.Contains("started  2030-01-0", terminal.Results.Output, StringComparison.Ordinal);
        Assert.Contains("a1 was still under way.", terminal.Results.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unschedule_OneThatIsThere_IsDeleted()
    {
        host.On("DELETE /api/schedules/daily", new FakeHost.Answer(204, ""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("unschedule", "daily"));

        Assert.Equal("Removed the schedule daily.", terminal.Error.ToString().TrimEnd());
    }

    [Fact]
    public async Task List_WithMore_SaysHowToGoOn()
    {
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{Samples.State("completed", 10)}},{{Samples.State("failed", id: "b2")}}],"continuation":"next"}"""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list"));

        Assert.Contains("b2", terminal.Results.Output, StringComparison.Ordinal);
        Assert.Contains("--continuation next", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("characters.csv", "csv")]
    [InlineData("characters.CSV", "csv")]
    [InlineData("characters.ndjson", "ndjson")]
    [InlineData("characters.txt", "json")]
    public async Task Export_ToAFile_TakesTheFormatFromItsName(string file, string format)
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "all of them"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "-o", file));

        Assert.Equal("all of them", await File.ReadAllTextAsync(Path.Combine(terminal.Folder.FullName, file)));
        Assert.Equal($"GET /api/fanouts/a1/characters?format={format}", host.Requests.Single().Line);
        Assert.Contains($"{file}, 11 bytes.", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(terminal.Output.ToString());
    }

    [Fact]
    public async Task Export_ToAFolder_SaysThatItIsOne()
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "all of them"));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "-o", "."));

        Assert.Contains("is a folder. Name a file.", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IdsAndFields_AreAskedFor()
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "some of them"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "--ids", "1-5, 9", "--fields", "id,location.name"));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "--failures", "--ids", "9"));

        Assert.Equal("GET /api/fanouts/a1/characters?format=json&ids=1-5%2C%209&fields=id%2Clocation.name", host.Requests.Single().Line);
        Assert.Contains("--ids: failures are exported whole.", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Failures_GoToStandardOutput()
    {
        host.On("GET /api/fanouts/a1/failures", new FakeHost.Answer(200, "id,kind\n7,notFound\n", "text/csv"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "--failures", "--format", "csv"));

        Assert.Equal("id,kind\n7,notFound\n", terminal.Exported);
    }

    [Fact]
    public async Task Export_HostBreaksOff_LeavesTheOlderFileAndNoOther()
    {
        var file = Path.Combine(terminal.Folder.FullName, "characters.csv");
        await File.WriteAllTextAsync(file, "older");
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, new string('x', 100_000), "text/csv", Breaks: true));

        Assert.Equal(ExitCodes.Unreachable, await terminal.RunAsync("export", "a1", "-o", "characters.csv"));

        Assert.Equal("older", await File.ReadAllTextAsync(file));
        Assert.Equal(file, Assert.Single(terminal.Folder.EnumerateFiles()).FullName);
    }

    [Fact]
    public async Task Export_OverAnOlderFile_ReplacesItWhole()
    {
        var file = Path.Combine(terminal.Folder.FullName, "characters.csv");
        await File.WriteAllTextAsync(file, "an older and longer one");
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "newer", "text/csv"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "-o", "characters.csv"));

        Assert.Equal("newer", await File.ReadAllTextAsync(file));
        Assert.Equal(file, Assert.Single(terminal.Folder.EnumerateFiles()).FullName);
    }

    [Fact]
    public async Task Export_Bom_IsForCsvOnly()
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "id", "text/csv"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "--bom", "-o", "characters.csv"));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "--bom"));

        Assert.Equal("GET /api/fanouts/a1/characters?format=csv&bom=true", host.Requests.Single().Line);
        Assert.Contains("Use --format csv.", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status a1")]
    [InlineData("list")]
    [InlineData("report a1")]
    [InlineData("watch a1")]
    [InlineData("run 1-10")]
    [InlineData("start 1-10")]
    [InlineData("retry a1")]
    [InlineData("pause broken")]
    public async Task InvokeAsync_HostSendsControlCharacters_PrintsNone(string line)
    {
        const string Clear = "\\u001b[2J\\u009b2J\\r\\n\\u202e";
        var state = Samples.State("completed", 9, 1).Replace("\"retries\"", $"\"error\":\"e{Clear}\",\"retryOf\":\"{Clear}\",\"retries\"", StringComparison.Ordinal);
        var accepted = Samples.Accepted.Replace("\"a1\"", $"\"a1{Clear}\"", StringComparison.Ordinal);
        host.On("POST /api/fanouts", new FakeHost.Answer(202, accepted)).On("POST /api/fanouts/a1/retry", new FakeHost.Answer(202, accepted))
            .On("POST /api/fanouts/broken/pause", new FakeHost.Answer(409, $$$"""{"title":"No{{{Clear}}}","detail":"Not{{{Clear}}}","errors":{"x{{{Clear}}}":["y{{{Clear}}}"]}}"""))
            .On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{state.Replace("\"a1\"", $"\"a1{Clear}\"", StringComparison.Ordinal)}}],"continuation":"{{Clear}}"}"""));
        foreach (var known in new[] { "a1", "a1\u241b[2J\ufffd2J  \ufffd" })
        {
            var path = new PathString($"/api/fanouts/{known}");
            var shown = state.Replace("\"a1\"", $"\"a1{Clear}\"", StringComparison.Ordinal);
            host.On($"GET {path}", new FakeHost.Answer(200, shown)).On($"GET {path}/batches", new FakeHost.Answer(200, Samples.Page(shown)))
                .On($"GET {path}/report", new FakeHost.Answer(200, Samples.Report(9, $"\"notFound{Clear}\":1", 1)
                    .Replace("Alive", $"Alive{Clear}", StringComparison.Ordinal).Replace("There is no", $"There{Clear} is no", StringComparison.Ordinal).Replace("\"id\":\"a1\"", $"\"id\":\"a1{Clear}\"", StringComparison.Ordinal)));
        }

        await terminal.RunAsync(line.Split(' '));

        var printed = terminal.Output.ToString() + terminal.Error + terminal.Results.Output + terminal.Messages.Output;
        Assert.Contains("[2J", printed, StringComparison.Ordinal);
        Assert.DoesNotContain(printed.ReplaceLineEndings("\n"), static c => (char.IsControl(c) && c != '\n') || c == '\u202e');
    }

    [Fact]
    public async Task Export_WithRetries_AsksForTheirCharactersToo()
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "[]"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "--with-retries"));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "--with-retries", "--failures"));

        Assert.Contains("withRetries=true", Assert.Single(host.Requests).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_NothingThere_LeavesNoFile()
    {
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "-o", "characters.csv"));

        Assert.Empty(terminal.Folder.EnumerateFiles());
    }

    [Fact]
    public async Task Purge_Several_DeletesEach()
    {
        host.On("DELETE /api/fanouts/a1", new FakeHost.Answer(204, "")).On("DELETE /api/fanouts/b2", new FakeHost.Answer(204, ""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("purge", "a1", "b2"));

        Assert.Contains("Deleted 2 fan-outs with results.", terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["DELETE /api/fanouts/a1", "DELETE /api/fanouts/b2"], host.Requests.Select(static request => request.Line));
    }

    [Theory]
    [InlineData("cancel --label team=alpha", "POST /api/fanouts/cancel?top=50&label=team%3Dalpha", "Canceling 3 fan-outs; fetches in flight will be saved.")]
    [InlineData("purge --status canceled --with-failures", "DELETE /api/fanouts?top=50&status=canceled&withFailures=true", "Deleted 3 fan-outs with results.")]
    public async Task ByFilter_Many_AreDonePageByPage(string line, string request, string said)
    {
        host.On(request.Split('?')[0], new(200, """{"ids":["a1","b2"],"continuation":"c"}"""), new FakeHost.Answer(200, """{"ids":["c3"],"continuation":null}"""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync(line.Split(' ')));

        Assert.Equal([request, request + "&continuation=c"], host.Requests.Select(static request => request.Line));
        Assert.Contains(said, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(["a1", "b2", "c3"], terminal.Output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("cancel --label team=alpha --label env=test", "There is nothing to cancel: no fan-outs under way labeled team=alpha and env=test.")]
    [InlineData("purge --status failed,aborted --json", "There is nothing to delete: no fan-outs that are over that are failed or aborted.")]
    public async Task ByFilter_None_SaysSo(string line, string said)
    {
        var answer = new FakeHost.Answer(200, """{"ids":[],"continuation":null}""");
        host.On("POST /api/fanouts/cancel", answer).On("DELETE /api/fanouts", answer);

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync(line.Split(' ')));

        Assert.Contains(said, terminal.Error.ToString(), StringComparison.Ordinal);
        Assert.Equal(line.Contains("--json", StringComparison.Ordinal) ? """{"purged":[]}""" : "", terminal.Output.ToString().TrimEnd());
    }

    [Fact]
    public async Task List_Labels_AreAskedForAndShown()
    {
        var labeled = Samples.State("running").Replace("\"ids\":\"1-10\"", "\"ids\":\"1-10\",\"labels\":{\"team\":\"alpha\"}", StringComparison.Ordinal);
        Assert.Contains("labels", labeled, StringComparison.Ordinal);
        host.On("GET /api/fanouts", new FakeHost.Answer(200, $$"""{"fanOuts":[{{labeled}}]}"""));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("list", "--label", "team=alpha", "--from", "2030-01-31T12:00Z"));

        Assert.Equal("GET /api/fanouts?top=20&label=team%3Dalpha&from=2030-01-31T12%3A00%3A00.0000000Z", Assert.Single(host.Requests).Line);
        Assert.Contains("team=alpha", terminal.Results.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Purge_JsonAndOneThatIsNotThere_PrintsOneObjectOfWhatIsGone()
    {
        host.On("DELETE /api/fanouts/a1", new FakeHost.Answer(204, ""));

        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("purge", "a1", "b2", "--json"));

        Assert.Equal("""{"purged":["a1"]}""", terminal.Output.ToString().TrimEnd());
        Assert.Contains("There is none.", terminal.Error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_Json_IsTheFormatWhateverTheFileIsCalled()
    {
        host.On("GET /api/fanouts/a1/characters", new FakeHost.Answer(200, "[]"));

        Assert.Equal(ExitCodes.Success, await terminal.RunAsync("export", "a1", "--json", "-o", "characters.csv"));
        Assert.Equal(ExitCodes.BadInput, await terminal.RunAsync("export", "a1", "--json", "--format", "csv"));

        Assert.Equal("GET /api/fanouts/a1/characters?format=json", host.Requests.Single().Line);
    }

    [Fact]
    public async Task Key_FromTheEnvironment_IsSent()
    {
        terminal.SetVariable("FANOUT_KEY", "secret");
        host.On("GET /api/fanouts/a1", new FakeHost.Answer(200, Samples.State("running")));

        await terminal.RunAsync("status", "a1");

        Assert.All(host.Requests, static request => Assert.Equal("secret", request.Key));
    }

    private async Task AskedAsync(string line)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!host.Requests.Any(request => request.Line == line))
        {
            await Task.Delay(5, deadline.Token);
        }
    }
}
