using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class ProgressPanelTests
{
    private const int Width = 65;

    // The day that the fake clock shows.
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestConsole console = new TestConsole().Width(Width);
    private readonly BatchProgress batches = new();

    [Fact]
    public void Render_Unicode_ShowsBarFiguresAndCells()
    {
        Add((BatchState.Completed, 0), (BatchState.Completed, 3), (BatchState.Running, 0));
        console.Profile.Capabilities.Unicode = true;

        Write(Samples.Running(batches: 5) with { BatchesDone = 2 });

        Assert.Equal(
            [
                "a1  running",
                new string('━', 36) + new string('─', 24) + "  60%",
                "500 of 1,000 fetched · 100 failed · 20 in flight · 250 ids/s",
                "1:35 left",
                "■■▣□□ 2 of 5 batches",
            ],
            console.Lines.Select(static line => line.TrimEnd()));
    }

    [Fact]
    public void Render_Ascii_TellsTheSameWithoutColour()
    {
        Add((BatchState.Completed, 0), (BatchState.Completed, 3), (BatchState.Running, 0));
        console.Profile.Capabilities.Unicode = false;

        Write(Samples.Running(batches: 5) with { BatchesDone = 2 });

        Assert.Contains("#x+.. 2 of 5 batches", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_FanOutWithALog_ShowsItsNewestEntries()
    {
        LogEntry[] log =
        [
            new(Start, LogEvent.Started), .. Enumerable.Range(0, 5).Select(i => new LogEntry(Start.AddMinutes(i), LogEvent.HostStarted)),
            new(Start.AddMinutes(5), LogEvent.Waiting, "429 Too Many Requests", WaitReason.Throttled, Start.AddMinutes(6)),
            new(Start.AddDays(-1), LogEvent.IdsFailed, "Character 7: 404 Not Found"),
        ];

        Write(Samples.Running() with { Log = log });

        Assert.Equal(
            [
                "12:02:00 host started", "12:03:00 host started", "12:04:00 host started",
                "12:05:00 throttled until 12:06:00: 429 Too Many Requests", "Dec 31 12:00 ids failed: Character 7: 404 Not Found",
            ],
            console.Lines.Select(static line => line.TrimEnd()).TakeLast(5));
    }

    [Fact]
    public void Render_OneBatch_ShowsNoCells()
    {
        Write(Samples.Running());

        Assert.DoesNotContain("batches", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_MoreBatchesThanRoom_CellsStandForSeveral()
    {
        Add([.. Enumerable.Range(0, 500).Select(static number => (number < 499 ? BatchState.Completed : BatchState.Running, 0))]);
        console.Profile.Capabilities.Unicode = true;

        Write(Samples.Running(batches: 1000) with { BatchesDone = 499 });

        var cells = console.Lines[^1].TrimEnd();
        Assert.Equal(65, cells.Length);
        Assert.Matches("^■+▣□+ 499 of 1,000 batches$", cells);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1000, 0)]
    [InlineData(0, 1000)]
    [InlineData(999, 1)]
    public void Render_AnyShare_FillsTheBarExactly(int fetched, int failed)
    {
        console.Profile.Capabilities.Unicode = true;

        Write(Samples.Running() with { Fetched = fetched, Failed = failed });

        Assert.Equal(Width - 5, console.Lines[1].Count(static character => character is '━' or '─'));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(120)]
    public void Render_AnyWidth_TheBarTakesAllOfIt(int width)
    {
        console.Width(width);

        Write(Samples.Running());

        Assert.Equal(width, console.Lines[1].Length);
    }

    [Fact]
    public void Render_Paused_SaysHowItGoesOn()
    {
        Write(Samples.Running() with { Status = FanOutState.Paused });

        Assert.Contains("fanout resume a1", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Render_CompletedWithFailures_SaysSo()
    {
        Write(Samples.Running() with { Status = FanOutState.Completed, Fetched = 998, Failed = 2 });

        Assert.StartsWith("a1  completed with 2 failures", console.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Render_NothingRequestedYet_IsDrawn()
    {
        Write(Samples.Running() with { Status = FanOutState.Pending, Requested = 0, Fetched = 0, Failed = 0 });

        Assert.Contains("0%", console.Output, StringComparison.Ordinal);
    }

    private void Add(params (BatchState Status, int Failed)[] all) => batches.Add(new BatchesPage(
        Samples.Running(), [.. all.Select(static (batch, number) => new BatchView { Number = number, Ids = IdSet.Of([number + 1]), Count = 1, Status = batch.Status, StartedAt = Start, Fetched = 0, Failed = batch.Failed })],
        all.Length - 1, More: false, SettledTallies.Of(BatchReport.Empty)));

    private void Write(FanOutView state) => console.Write(new ProgressPanel(new Progress(state, batches), new FakeTimeProvider()));
}
