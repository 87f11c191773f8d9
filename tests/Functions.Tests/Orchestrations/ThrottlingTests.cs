using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class ThrottlingTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_UpstreamThatAsksForTwelveHours_WaitsOnADurableTimerAndLosesNothing(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        Assert.True(ThrottleRate.TryParse("30/h", out var rate, out _));
        await using var api = await SampleApiServer.StartAsync(
            new SampleApiOptions { Throttle = rate, RetryAfterSeconds = 12 * 3600, TimeProvider = clock });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder, clock: clock);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 99), BatchSize = 50, MaxConcurrency = 10 });
        Assert.Equal((99, 0), (report.Fetched, report.Failed));
        Assert.InRange(engine.Fetches.Max, 1, 10);
        Assert.InRange(report.ThrottledWaits, 2, 30);
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.FromHours(24), TimeSpan.FromHours(12 * 30));
        Assert.Equal(Enumerable.Range(1, 99), (await engine.StoredAsync()).Fetched);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RestartWhileItSleeps_ChangesNothing(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using (var before = await FanOutEngine.StartAsync(api, sessions, folder))
        {
            await before.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), MaxConcurrency = 8 });
            var asleep = await Eventually.GetAsync(() => before.ViewAsync(), v => v.ThrottledUntil is not null && v.InFlight == 0);
            Assert.InRange(asleep.ThrottledUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(11), TimeSpan.FromHours(13));
            Assert.True(asleep.SecondsLeft > 11 * 3600);
            Assert.Equal((10, 0), (asleep.Fetched, asleep.Failed));
        }

        // Nobody asked while it slept, and it still sleeps after the restart, until the clock says otherwise.
        var asked = await ApiStats.RequestsAsync(api);
        await ApiStats.FaultsAsync(api, new { throttle = (string?)null });
        using var clock = new SkippingClock();
        await using var after = await FanOutEngine.StartAsync(api, sessions, folder, clock);
        var report = await after.ReportOfAsync("run");
        Assert.Equal((60, 0), (report.Fetched, report.Failed));
        Assert.True(report.FinishedAt - report.StartedAt > TimeSpan.FromHours(11));
        Assert.Equal(50, await ApiStats.RequestsAsync(api) - asked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_WhileItSleepsForTwelveHours_EndsAtOnce(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 20, MaxConcurrency = 8 });
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v.ThrottledUntil is not null && v.InFlight == 0);

        // The clock is the system's: nothing but the cancellation can end the wait, and an orchestrator that leaves a timer open runs until it fires.
        await FanOutControl.CancelAsync(engine.Client, "run", TestContext.Current.CancellationToken);

        var report = await engine.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((FanOutResult.Canceled, 10, 0, 50), (report.Result, report.Fetched, report.Failed, report.NotAttempted));
        Assert.Equal(10, (await engine.StoredAsync()).Fetched.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Wake_WhileItSleepsForTwelveHours_AsksOnceAndGoesOnWhenAnswered(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "10/d", retryAfter = 43200 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 20, MaxConcurrency = 8 });
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v.ThrottledUntil is not null && v.InFlight == 0);
        var asked = await ApiStats.RequestsAsync(api);

        // However often somebody wants to know, it gives nothing up.
        const int Times = ThrottleWait.MaxFruitlessWaits + 2;
        for (var time = 0; time < Times; time++)
        {
            Assert.True(await FanOutControl.WakeAsync(engine.Client, "run", TestContext.Current.CancellationToken));
        }

        var view = await engine.ViewAsync();
        Assert.Equal((10, 0, Times), (view.Fetched, view.Failed, await ApiStats.RequestsAsync(api) - asked));
        Assert.InRange(view.ThrottledUntil!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(11), TimeSpan.FromHours(13));

        // The clock is the system's: nothing but the answer can end the wait, and an orchestrator that leaves a timer open runs until it fires.
        await ApiStats.FaultsAsync(api, new { throttle = (string?)null });
        Assert.True(await FanOutControl.WakeAsync(engine.Client, "run", TestContext.Current.CancellationToken));

        var report = await engine.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((FanOutResult.Completed, 60, 0), (report.Result, report.Fetched, report.Failed));
        Assert.Equal(Times + 50, await ApiStats.RequestsAsync(api) - asked);
        Assert.InRange(engine.Fetches.Max, 1, 8);
        Assert.False(await FanOutControl.WakeAsync(engine.Client, "run", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_RateLimitOfTheHost_IsKeptOnDurableTimersAndIsNoThrottling(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(
            api, sessions, folder, clock, services => services.AddSingleton<TimeProvider>(clock), new KeyValuePair<string, string?>("CharacterApi:Rate", "20/h"));
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 40), BatchSize = 20, MaxConcurrency = 10 });
        Assert.Equal((40, 0, 0), (report.Fetched, report.Failed, report.ThrottledWaits));
        Assert.Equal(40, await ApiStats.RequestsAsync(api));

        // A request each three minutes, and hardly ever one that comes at the wrong time and has to wait again.
        Assert.InRange(report.FinishedAt - report.StartedAt, TimeSpan.FromMinutes(38 * 3), TimeSpan.FromMinutes(60 * 3));
        Assert.InRange(engine.Fetches.Calls, 70, 100);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Cancel_WhileTheRateLimitHoldsItBack_EndsAtOnce(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(
            api, sessions, folder, settings: new KeyValuePair<string, string?>("CharacterApi:Rate", "96/d"));
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 20, MaxConcurrency = 8 });
        var waiting = await Eventually.GetAsync(() => engine.ViewAsync(), v => v is { Waiting: not null, InFlight: 0, Fetched: 1 });
        Assert.Equal((WaitReason.RateLimited, null, 0), (waiting.Waiting!.Reason, waiting.ThrottledUntil, waiting.Failed));
        Assert.Contains("96/d", waiting.Waiting.Error, StringComparison.Ordinal);

        await FanOutControl.CancelAsync(engine.Client, "run", TestContext.Current.CancellationToken);

        var report = await engine.ReportOfAsync("run").WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal((FanOutResult.Canceled, 1, 0, 59), (report.Result, report.Fetched, report.Failed, report.NotAttempted));
        Assert.Equal(1, await ApiStats.RequestsAsync(api));
    }

    [Fact]
    public async Task Run_UpstreamThatThrottlesForEver_GivesUpInTheEnd()
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        Assert.True(ThrottleRate.TryParse("1/d", out var rate, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Throttle = rate, RetryAfterSeconds = 60 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock: clock);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 5), MaxConcurrency = 2 });
        Assert.Equal((1, 4), (report.Fetched, report.Failed));
        Assert.Equal(4, report.FailedByKind["throttled"]);
    }
}
