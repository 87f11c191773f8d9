using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class PlainProgressTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter writer = new();

    [Fact]
    public void Show_ShortFanOut_SaysNothing()
    {
        Show((0, Samples.Running()), (2, Samples.Running() with { Status = FanOutState.Completed }));

        Assert.Empty(writer.ToString());
    }

    [Fact]
    public void Show_LongFanOut_SaysALineEveryFewSeconds()
    {
        Show([.. Enumerable.Range(0, 24).Select(poll => (0.5, Samples.Running() with { CreatedAt = time.GetUtcNow(), Fetched = 490 + poll }))]);

        var lines = writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("a1 running: 59%, 499 of 1,000 fetched, 100 failed, 20 in flight, 250 ids/s, 1:35 left, 0:05 elapsed", lines[0]);
    }

    [Fact]
    public void Show_NothingNew_SaysItOnce()
    {
        Show([.. Enumerable.Range(0, 60).Select(static _ => (1.0, Samples.Running()))]);

        Assert.Single(writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Show_StatusChanges_SaysSoAtOnce()
    {
        Show((0, Samples.Running()), (0.1, Samples.Running() with { Status = FanOutState.Paused }), (0.1, Samples.Running() with { Status = FanOutState.Paused }));

        Assert.StartsWith("a1 paused: ", Assert.Single(writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_FanOutThatCannotGoOn_SaysWhyAtOnce()
    {
        Show((0, Samples.Running()), (0.1, Samples.Running() with { Problem = "The disk is full." }));

        Assert.StartsWith("a1 The disk is full: ", Assert.Single(writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Fact]
    public void Show_UpstreamAway_SaysSoAtOnceWithTheError()
    {
        var now = time.GetUtcNow();
        Show((0, Samples.Running()), (0.1, Samples.Running() with { Waiting = new UpstreamWait(WaitReason.Unreachable, now, now.AddSeconds(2), now.AddHours(1), "Connection refused.") }));

        var line = Assert.Single(writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("upstream cannot be reached since", line, StringComparison.Ordinal);
        Assert.EndsWith("(Connection refused.)", line, StringComparison.Ordinal);
    }

    private void Show(params (double After, FanOutView State)[] polls)
    {
        var progress = new PlainProgress(writer, time);
        foreach (var (after, state) in polls)
        {
            time.Advance(TimeSpan.FromSeconds(after));
            progress.Show(new Progress(state, new BatchProgress(), state.Problem));
        }
    }
}
