using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class PlainProgressTests
{
    private readonly FakeTimeProvider time = new();
    private readonly StringWriter writer = new();

    [Fact]
    public async Task ShowAsync_ShortFanOut_SaysNothing()
    {
        await ShowAsync((0, Samples.Running()), (2, Samples.Running() with { Status = "completed" }));

        Assert.Empty(writer.ToString());
    }

    [Fact]
    public async Task ShowAsync_LongFanOut_SaysALineEveryFewSeconds()
    {
        await ShowAsync([.. Enumerable.Range(0, 24).Select(static _ => (0.5, Samples.Running()))]);

        var lines = writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.Equal("a1 running: 500 of 1,000 fetched, 100 failed, 20 in flight, 250 ids/s, 1:35 left", lines[0]);
    }

    [Fact]
    public async Task ShowAsync_StatusChanges_SaysSoAtOnce()
    {
        await ShowAsync((0, Samples.Running()), (0.1, Samples.Running() with { Status = "paused" }), (0.1, Samples.Running() with { Status = "paused" }));

        Assert.StartsWith("a1 paused: ", Assert.Single(writer.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private Task<int> ShowAsync(params (double After, FanOutState State)[] looks) =>
        new PlainProgress(writer, time).ShowAsync(show =>
        {
            foreach (var (after, state) in looks)
            {
                time.Advance(TimeSpan.FromSeconds(after));
                show(new Progress(state, new BatchBoard()));
            }

            return Task.FromResult(0);
        });
}
