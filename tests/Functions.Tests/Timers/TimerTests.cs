using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Schedules;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.Functions.Timers;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CharacterFanOut.Functions.Tests.Timers;

public sealed class TimerTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 3, 1, 3, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task ScheduledFanOut_SecondRun_SaysWhatChanged()
    {
        using var folder = new TestFolder();
        await using var first = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 20 });
        await using (var engine = await StartAsync(first, folder, "1-25"))
        {
            await ScheduleAsync(engine);
            var report = await engine.ReportOfAsync("scheduled-20260301T030000");
            Assert.Equal((20, 5), (report.Fetched, report.Failed));
            Assert.Null(report.Changes);
        }

        // The upstream of the same name a day later: three more characters, one gone, one that cannot be told, others changed by another seed.
        clock.Advance(TimeSpan.FromDays(1));
        await using var second = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 23, Seed = 2 });
        await ApiStats.FaultsAsync(second, new { ids = new Dictionary<string, object> { ["5"] = new { status = 404 }, ["6"] = new { malformed = "notJson" } } });
        await using var later = await StartAsync(second, folder, "1-25");
        await ScheduleAsync(later);
        var changes = (await later.ReportOfAsync("scheduled-20260302T030000")).Changes!;
        Assert.Equal(("scheduled-20260301T030000", "21-23", "5"), (changes.Since, changes.Added.ToString(), changes.Removed.ToString()));
        Assert.InRange(changes.ChangedCharacters, 1, 18);
        Assert.All(changes.Changed, c => Assert.NotEqual(c.From, c.To));
    }

    [Fact]
    public async Task ScheduledFanOut_OneStillRuns_IsSkipped()
    {
        using var folder = new TestFolder();
        Assert.True(Latency.TryParse("fixed:20ms", out var latency, out _));
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = latency });
        await using var engine = await StartAsync(api, folder, "1-400");
        await ScheduleAsync(engine);
        clock.Advance(TimeSpan.FromDays(1));
        await ScheduleAsync(engine);
        var fanOuts = await engine.Client.GetAllInstancesAsync().Where(i => !i.InstanceId.Contains(':', StringComparison.Ordinal)).ToListAsync();
        Assert.Equal(["scheduled-20260301T030000"], fanOuts.Select(f => f.InstanceId));
    }

    [Fact]
    public async Task ScheduledFanOut_EarlierOneOfAnotherUpstream_StandsNotInTheWayAndIsNotComparedWith()
    {
        using var folder = new TestFolder();
        await using var first = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 20 });
        await using (var engine = await StartAsync(first, folder, "1-25", "one"))
        {
            await ScheduleAsync(engine);
            await engine.ReportOfAsync("scheduled-20260301T030000");
            clock.Advance(TimeSpan.FromDays(1));
            await ApiStats.FaultsAsync(first, new { latency = "fixed:20s" });
            await ScheduleAsync(engine);
        }

        clock.Advance(TimeSpan.FromDays(1));
        await using var second = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 20 });
        await using var other = await StartAsync(second, folder, "1-25", "two");
        await ScheduleAsync(other);
        var report = await other.ReportOfAsync("scheduled-20260303T030000");
        Assert.Equal(("two", 20, null), (report.Upstream, report.Fetched, report.Changes));
    }

    [Fact]
    public async Task ScheduledFanOut_NothingScheduled_StartsNothing()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, folder, "");
        await ScheduleAsync(engine);
        Assert.Empty(await engine.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Theory]
    [InlineData("9-1", "reversed")]
    [InlineData("1-2000000", "at most 1000000")]
    public async Task ScheduledIds_Bad_StopTheStart(string ids, string reason)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, folder, ids);
        var e = Assert.Throws<OptionsValidationException>(() => engine.Services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains("FanOut:ScheduledIds", e.Message, StringComparison.Ordinal);
        Assert.Contains(reason, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PurgeExpired_FanOutsOfDifferentAges_DeletesTheOldWithTheirBatchesAndResults()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, folder, "");
        await engine.RunAsync(new() { Ids = IdSet.Range(1, 30), BatchSize = 10 }, "old");
        await PurgeAsync(engine);
        Assert.NotNull(await engine.Results.LoadReportAsync("old", TestContext.Current.CancellationToken));
        clock.Advance(TimeProvider.System.GetUtcNow() - clock.GetUtcNow() + TimeSpan.FromDays(30) + TimeSpan.FromHours(1));
        await PurgeAsync(engine);
        Assert.Null(await engine.Results.LoadReportAsync("old", TestContext.Current.CancellationToken));
        Assert.Empty((await engine.StoredAsync("old")).Fetched);
        Assert.Empty(await engine.Client.GetAllInstancesAsync().ToListAsync());
    }

    private Task<FanOutEngine> StartAsync(SampleApiServer api, TestFolder folder, string scheduledIds, string upstream = "test") => FanOutEngine.StartAsync(
        api,
        sessions: true,
        folder,
        configure: services => services
            .AddTransient(p => new ScheduledFanOut(
                p.GetRequiredService<FanOutScheduler>(), p.GetRequiredService<NothingScheduled>(), p.GetRequiredService<IOptions<FanOutOptions>>(),
                clock, p.GetRequiredService<Microsoft.Extensions.Logging.ILogger<ScheduledFanOut>>()))
            .AddTransient(p => new PurgeExpired(
                p.GetRequiredService<FanOutDeletion>(), p.GetRequiredService<IOptions<FanOutOptions>>(),
                clock, p.GetRequiredService<Microsoft.Extensions.Logging.ILogger<PurgeExpired>>())),
        settings: [new("FanOut:ScheduledIds", scheduledIds), new("CharacterApi:Name", upstream)]);

    private static Task ScheduleAsync(FanOutEngine engine) => engine.Services.GetRequiredService<ScheduledFanOut>()
        .RunAsync(new TimerInfo(), engine.Client, TestContext.Current.CancellationToken);

    private static Task PurgeAsync(FanOutEngine engine) => engine.Services.GetRequiredService<PurgeExpired>()
        .RunAsync(new TimerInfo(), engine.Client, TestContext.Current.CancellationToken);
}
