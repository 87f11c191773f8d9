using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.Functions.Timers;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

/// <summary>A fan-out that is interrupted, and a host that goes on with another upstream.</summary>
public sealed class UpstreamTests
{
    private const int Ids = 120;
    private const int MaxConcurrency = 8;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HostWithAnotherUpstream_WaitsUntilOneHasItsOwn(bool sessions)
    {
        using var folder = new TestFolder();
        await using var own = await StartSlowAsync();
        await using var other = await SampleApiServer.StartAsync(new SampleApiOptions { Seed = 2 });
        var done = await InterruptAsync(own, folder, sessions);

        await using (var wrong = await FanOutEngine.StartAsync(other, sessions, folder))
        {
            var waits = await Eventually.GetAsync(() => wrong.ViewAsync(), view => view.Waiting is not null && view.InFlight == 0);
            Assert.Equal(
                $"It was started with the upstream {own.BaseAddress}, and this host has {other.BaseAddress}. Nothing is asked of that one, and nothing is lost. "
                + $"Start the host with --api {own.BaseAddress} (CharacterApi:BaseAddress or CharacterApi:Name); then it goes on.",
                waits.Waiting!.Error);
            Assert.Equal((FanOutState.Running, own.BaseAddress.AbsoluteUri, null), (waits.Status, waits.Upstream, waits.SecondsLeft));
            Assert.InRange(waits.Fetched, done, Ids - 1);
            Assert.Equal(0, await ApiStats.RequestsAsync(other));
        }

        using var clock = new SkippingClock();
        await using var right = await FanOutEngine.StartAsync(own, sessions, folder, clock);
        var report = await right.ReportOfAsync("run");
        Assert.Equal((Ids, 0, own.BaseAddress.AbsoluteUri), (report.Fetched, report.Failed, report.Upstream));
        Assert.Equal(Enumerable.Range(1, Ids), (await right.StoredAsync()).Fetched);
        Assert.InRange(await ApiStats.RequestsAsync(own), Ids, Ids + MaxConcurrency);
        Assert.Equal(0, await ApiStats.RequestsAsync(other));
        Assert.Null((await right.ViewAsync()).Waiting);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_HostWithItsUpstreamStarts_IsWokenFromALongWait(bool sessions)
    {
        using var folder = new TestFolder();
        await using var own = await StartSlowAsync();
        await using var other = await SampleApiServer.StartAsync(new SampleApiOptions());
        await InterruptAsync(own, folder, sessions);
        using (var clock = new SkippingClock())
        {
            var start = clock.GetUtcNow();
            await using var wrong = await FanOutEngine.StartAsync(other, sessions, folder, clock);
            await Eventually.GetAsync(() => Task.FromResult(clock.GetUtcNow()), now => now - start > TimeSpan.FromHours(12));
        }

        // The clock is the system's: its timers fire in twelve hours.
        await using var right = await FanOutEngine.StartAsync(own, sessions, folder, configure: services => services.AddTransient<WakeWaiting>());
        await right.Services.GetRequiredService<WakeWaiting>().RunAsync(new TimerInfo(), right.Client, TestContext.Current.CancellationToken);

        var report = await right.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((Ids, 0), (report.Fetched, report.Failed));
        Assert.Equal(0, await ApiStats.RequestsAsync(other));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_WhileItWaitsForItsUpstream_EndsAtOnceAndKeepsWhatWasFetched(bool sessions)
    {
        using var folder = new TestFolder();
        await using var own = await StartSlowAsync();
        await using var other = await SampleApiServer.StartAsync(new SampleApiOptions());
        var done = await InterruptAsync(own, folder, sessions);
        await using var wrong = await FanOutEngine.StartAsync(other, sessions, folder);
        await Eventually.GetAsync(() => wrong.ViewAsync(), view => view.Waiting is not null && view.InFlight == 0);

        await FanOutControl.CancelAsync(wrong.Client, "run", TestContext.Current.CancellationToken);

        var report = await wrong.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((FanOutResult.Canceled, 0L), (report.Result, report.Failed));
        Assert.InRange(report.Fetched, done, Ids - 1);
        Assert.Equal(report.Fetched, (await wrong.StoredAsync()).Fetched.Count);
        Assert.Equal(0, await ApiStats.RequestsAsync(other));
    }

    [Fact]
    public async Task Run_UpstreamOfTheSameNameAtAnotherAddress_GoesOn()
    {
        using var folder = new TestFolder();
        await using var before = await StartSlowAsync();
        await using var after = await SampleApiServer.StartAsync(new SampleApiOptions());
        await InterruptAsync(before, folder, sessions: true, new KeyValuePair<string, string?>("CharacterApi:Name", "sample"));

        await using var engine = await FanOutEngine.StartAsync(after, sessions: true, folder, settings: [new("CharacterApi:Name", "sample")]);

        var report = await engine.ReportOfAsync("run");
        Assert.Equal((Ids, "sample"), (report.Fetched, report.Upstream));
        Assert.InRange(await ApiStats.RequestsAsync(before) + await ApiStats.RequestsAsync(after), Ids, Ids + MaxConcurrency);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_StoredBeforeFanOutsHadAnUpstream_GoesOnWithTheHosts(bool sessions)
    {
        using var folder = new TestFolder();
        await using var first = await StartSlowAsync();
        await using var second = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using (var engine = await FanOutEngine.StartAsync(first, sessions, folder))
        {
            var input = new FanOutInput { Request = new() { Ids = IdSet.Range(1, Ids), BatchSize = 40, MaxConcurrency = MaxConcurrency } };
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                nameof(FanOutOrchestrator), input, new StartOrchestrationOptions("run"), TestContext.Current.CancellationToken);
            await Eventually.GetAsync(() => engine.ViewAsync(), view => view.Fetched > 0);
        }

        await using var later = await FanOutEngine.StartAsync(second, sessions, folder);
        var report = await later.ReportOfAsync("run");
        Assert.Equal((Ids, null), (report.Fetched, report.Upstream));
        Assert.InRange(await ApiStats.RequestsAsync(second), 1, Ids);
    }

    private static async Task<SampleApiServer> StartSlowAsync()
    {
        Assert.True(Latency.TryParse("fixed:20ms", out var latency, out _));
        return await SampleApiServer.StartAsync(new SampleApiOptions { Latency = latency });
    }

    // As Ctrl-C does. What was in flight is asked for again.
    private static async Task<long> InterruptAsync(
        SampleApiServer api, TestFolder folder, bool sessions, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder, settings: settings);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, Ids), BatchSize = 40, MaxConcurrency = MaxConcurrency });
        return (await Eventually.GetAsync(() => engine.ViewAsync(), view => view.Fetched > 0)).Fetched;
    }
}
