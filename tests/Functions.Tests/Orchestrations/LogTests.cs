using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.Functions.Timers;
using CharacterFanOut.SampleApi;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class LogTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_ThrottledFanOut_SaysFromWhenUntilWhenAndWhatFailed(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200, ids = new Dictionary<string, object> { ["3"] = new { status = 404 } } });
        await using (var before = await FanOutEngine.StartAsync(api, sessions, folder))
        {
            await before.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 20, MaxConcurrency = 8 });
            var asleep = await Eventually.GetAsync(() => before.ViewAsync(), v => v.ThrottledUntil is not null && v.InFlight == 0);
            Assert.Equal([LogEvent.Started, LogEvent.Waiting], asleep.Log.Select(entry => entry.Event));
            Assert.Equal((WaitReason.Throttled, null), (asleep.Log[1].Reason, asleep.Log[1].Until));
            Assert.Contains("429", asleep.Log[1].Detail, StringComparison.Ordinal);
        }

        await ApiStats.FaultsAsync(api, new { throttle = (string?)null });
        using var clock = new SkippingClock();
        await using var after = await FanOutEngine.StartAsync(api, sessions, folder, clock);
        await after.ReportOfAsync("run");

        var log = (await after.ViewAsync()).Log;
        Assert.Equal([LogEvent.Started, LogEvent.Waiting, LogEvent.IdsFailed, LogEvent.Completed], log.Select(entry => entry.Event));
        Assert.True(log[1].Until - log[1].At > TimeSpan.FromHours(11), $"{log[1]}");
        Assert.Contains("Character 3", log[2].Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_PausedResumedAndCanceled_SaysSo(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), MaxConcurrency = 8 });
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v.ThrottledUntil is not null && v.InFlight == 0);

        await FanOutControl.PauseAsync(engine.Client, "run", TestContext.Current.CancellationToken);
        var paused = await Eventually.GetAsync(() => engine.ViewAsync(), v => v.Status == FanOutState.Paused);
        Assert.Equal([LogEvent.Started, LogEvent.Waiting, LogEvent.Paused], paused.Log.Select(entry => entry.Event));
        await FanOutControl.ResumeAsync(engine.Client, "run", TestContext.Current.CancellationToken);
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v.Status == FanOutState.Running);
        await FanOutControl.CancelAsync(engine.Client, "run", TestContext.Current.CancellationToken);
        await engine.ReportOfAsync("run");

        Assert.Equal(
            [LogEvent.Started, LogEvent.Waiting, LogEvent.Paused, LogEvent.Resumed, LogEvent.Canceling, LogEvent.Canceled],
            (await engine.ViewAsync()).Log.Select(entry => entry.Event));
    }

    [Fact]
    public async Task Log_SuspendedPastTheApp_SaysPausedAllTheSame()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), MaxConcurrency = 8 });
        await engine.Client.SuspendInstanceAsync("run", "", TestContext.Current.CancellationToken);

        var paused = await Eventually.GetAsync(() => engine.ViewAsync(), v => v.Status == FanOutState.Paused);

        Assert.Equal(LogEvent.Paused, paused.Log[^1].Event);
    }

    [Fact]
    public async Task Log_HostStartedWhileItRan_SaysSo()
    {
        using var folder = new TestFolder();

        // Long before this process was started.
        using var clock = new SkippingClock(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { latency = "fixed:200ms" });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock, services => services.AddTransient<WakeWaiting>());
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 800), MaxConcurrency = 1 });
        await Eventually.GetAsync(() => engine.ViewAsync(), view => view.Fetched > 0 || view.InFlight > 0);

        await engine.Services.GetRequiredService<WakeWaiting>().RunAsync(new TimerInfo(), engine.Client, TestContext.Current.CancellationToken);

        var log = (await Eventually.GetAsync(() => engine.ViewAsync(), view => view.Log.Count > 1)).Log;
        Assert.Equal([LogEvent.Started, LogEvent.HostStarted], log.Select(entry => entry.Event));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Log_AbortedAfterContinuingAsNew_HasWhatHappenedBefore(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["1"] = new { status = 404 }, ["99"] = new { status = 404 } } });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);

        await engine.RunAsync(new() { Ids = IdSet.Range(1, 120), BatchSize = 1, MaxConcurrency = 1, OnFailure = OnFailure.Abort, MaxFailures = 1 });

        var log = (await engine.ViewAsync()).Log;
        Assert.Equal((LogEvent.Started, LogEvent.IdsFailed), (log[0].Event, log[1].Event));
        Assert.Equal([LogEvent.Aborting, LogEvent.Aborted], log.TakeLast(2).Select(entry => entry.Event));
        Assert.Contains(log, entry => entry.Detail?.Contains("Character 99", StringComparison.Ordinal) == true);
    }
}
