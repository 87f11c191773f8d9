using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console.Testing;

namespace CharacterFanOut.Cli.Tests.Display;

public sealed class StatusViewTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_ManyOfSeveralUpstreams_NamesThatOfEach()
    {
        var console = new TestConsole().Width(80);
        FanOutView[] states =
        [
            Samples.Running() with { Failed = 0, Id = "a", Status = FanOutState.Completed, Requested = 9, Fetched = 9, CreatedAt = Now, Upstream = "sample" },
            Samples.Running() with { Failed = 0, Fetched = 0, Id = "b", Status = FanOutState.Running, Requested = 9, CreatedAt = Now, Upstream = "https://rickandmortyapi.com/api/" },
        ];

        console.Write(StatusView.Create(states, new FakeTimeProvider(Now)));
        console.Write(StatusView.Create([states[1]], new FakeTimeProvider(Now)));

        Assert.Equal(
            [
                "Fan-out  Status     Fetched  Failed  Accepted  Upstream",
                "a        completed      9/9       0  12:00:00  sample",
                "b        running        0/9       0  12:00:00  https://rickandmortyapi.com/api/",
                "Fan-out  Status   Fetched  Failed  Accepted",
                "b        running      0/9       0  12:00:00",
                "Upstream: https://rickandmortyapi.com/api/",
            ],
            console.Lines.Select(static line => line.TrimEnd()).Where(static line => line.Length > 0));
    }

    [Fact]
    public void Create_OneThatWaitsForItsUpstream_SaysWhyAndHowToGoOn()
    {
        var console = new TestConsole().Width(120);
        var state = Samples.Running() with { Upstream = "sample", Waiting = new UpstreamWait(WaitReason.OtherUpstream, Now, Now.AddSeconds(1), null, "Start the host with --api sample.") };

        console.Write(StatusView.Create(new Progress(state, new BatchProgress(), null), new FakeTimeProvider(Now)));

        Assert.Contains("waiting for its upstream", console.Output, StringComparison.Ordinal);
        Assert.Contains("Start the host with --api sample.", console.Output, StringComparison.Ordinal);
        Assert.Matches("upstream +sample", console.Output);
    }

    [Fact]
    public void Create_Many_TakesOneLineEachIn80Columns()
    {
        var console = new TestConsole().Width(80);
        FanOutView[] states =
        [
            Samples.Running() with { Id = new string('a', 32), Status = FanOutState.Completed, Requested = 20_000, Fetched = 19_990, Failed = 10, CreatedAt = Now },
            Samples.Running() with { Failed = 0, Fetched = 0, Id = new string('b', 32), Status = FanOutState.Canceled, Requested = 99, CreatedAt = Now.AddDays(-1) },
        ];

        console.Write(StatusView.Create(states, new FakeTimeProvider(Now)));

        Assert.Equal(
            [
                "Fan-out                           Status           Fetched  Failed  Accepted",
                $"{states[0].Id}  completed  19,990/20,000      10  12:00:00",
                $"{states[1].Id}  canceled            0/99       0  Mar 3 12:00",
            ],
            console.Lines.Select(static line => line.TrimEnd()).Where(static line => line.Length > 0));
    }

    [Fact]
    public void Create_ManyIn60Columns_GivesEachIdALineAndCutsNothing()
    {
        var console = new TestConsole().Width(60);
        FanOutView[] states =
        [
            Samples.Running() with { Id = new string('a', 32), Status = FanOutState.Completed, Requested = 20_000, Fetched = 19_990, Failed = 10, CreatedAt = Now, Upstream = "sample" },
            Samples.Running() with { Failed = 0, Fetched = 0, Id = new string('b', 32), Status = FanOutState.Canceled, Requested = 99, CreatedAt = Now.AddDays(-1), Upstream = "https://rickandmortyapi.com/api/" },
        ];

        console.Write(StatusView.Create(states, new FakeTimeProvider(Now)));
        console.Write(StatusView.Create([states[0]], new FakeTimeProvider(Now)));

        string[] first = [states[0].Id, "  completed  19,990/20,000 fetched  10 failed  12:00:00"];
        Assert.Equal(
            [.. first, "  sample", states[1].Id, "  canceled  0/99 fetched  0 failed  Mar 3 12:00", "  https://rickandmortyapi.com/api/", .. first, "Upstream: sample"],
            console.Lines.Select(static line => line.TrimEnd()).Where(static line => line.Length > 0));
    }
}
