using CharacterFanOut.Functions.Schedules;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class ScheduleTests
{
    private const string Daily = "0 0 3 * * *";

    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Schedule_EachOccurrence_StartsAFanOutAndRemembersIt(bool sessions)
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, sessions, folder, clock);
        var book = engine.Services.GetRequiredService<ScheduleBook>();

        var (made, isNew) = await book.PutAsync(engine.Client, "daily", Daily, new() { Ids = IdSet.Range(1, 5) }, TestContext.Current.CancellationToken);
        Assert.True(isNew);
        Assert.Equal((Start.AddHours(3), 0), (made.NextAt, made.Runs.Count));

        var view = await Eventually.GetAsync(() => FindAsync(engine, "daily"), found => found!.Runs.Count >= 3);
        await ScheduleBook.RemoveAsync(engine.Client, "daily", TestContext.Current.CancellationToken);

        var firstThree = view!.Runs.Reverse().Take(3).ToList();
        Assert.Equal([Start.AddHours(3), Start.AddHours(27), Start.AddHours(51)], firstThree.Select(run => run.DueAt));
        Assert.Equal(
            ["scheduled-daily-20260301T030000", "scheduled-daily-20260302T030000", "scheduled-daily-20260303T030000"], firstThree.Select(run => run.FanOut));
        var second = await engine.ReportOfAsync("scheduled-daily-20260302T030000");
        Assert.Equal((5, "scheduled-daily-20260301T030000"), (second.Fetched, second.Changes!.Since));
        Assert.Null(await FindAsync(engine, "daily"));
        Assert.NotNull(await engine.Client.GetInstanceAsync("scheduled-daily-20260301T030000"));
    }

    [Fact]
    public async Task Put_OneOfTheSameName_ReplacesItAndKeepsItsPast()
    {
        using var folder = new TestFolder();
        using var clock = new SkippingClock(Start);
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await StartAsync(api, sessions: true, folder, clock);
        var book = engine.Services.GetRequiredService<ScheduleBook>();
        await book.PutAsync(engine.Client, "daily", Daily, new() { Ids = IdSet.Range(1, 5) }, TestContext.Current.CancellationToken);
        await Eventually.GetAsync(() => FindAsync(engine, "daily"), found => found!.Runs.Count >= 1);

        // From here on nothing is due for years: the clock stands still.
        var (changed, isNew) = await book.PutAsync(engine.Client, "daily", "0 0 3 29 2 *", new() { Ids = IdSet.Range(1, 7) }, TestContext.Current.CancellationToken);

        Assert.False(isNew);
        Assert.Equal(("0 0 3 29 2 *", "1-7", new DateTimeOffset(2028, 2, 29, 3, 0, 0, TimeSpan.Zero)), (changed.Schedule, changed.Request.Ids.ToString(), changed.NextAt));
        Assert.NotEmpty(changed.Runs);
    }

    [Fact]
    public async Task Schedule_HostWithAnotherUpstream_StartsNothingAndSaysWhy()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, settings: [new("CharacterApi:Name", "mine")]);

        var run = await engine.Services.GetRequiredService<StartScheduled>().RunAsync(
            new("daily", new() { Ids = IdSet.Range(1, 5) }, "other", Start.UtcDateTime), engine.Client, TestContext.Current.CancellationToken);

        Assert.Equal("The schedule is for other, and the host's upstream is mine.", run.Skipped);
        Assert.Empty(await engine.Client.GetAllInstancesAsync().ToListAsync());
    }

    [Fact]
    public async Task Schedule_TheFanOutBeforeStillRuns_StartsNothingAndSaysWhy()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { throttle = "1/d", retryAfter = 43200 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, settings: [new("CharacterApi:Name", "mine")]);
        var activity = engine.Services.GetRequiredService<StartScheduled>();
        Task<ScheduledRun> RunAsync(DateTimeOffset dueAt, string name) => activity.RunAsync(
            new(name, new() { Ids = IdSet.Range(1, 5) }, "mine", dueAt.UtcDateTime), engine.Client, TestContext.Current.CancellationToken);

        var first = await RunAsync(Start, "a");
        Assert.Equal(("scheduled-a-20260301T000000", null), (first.FanOut, first.Skipped));
        Assert.Equal(first, await RunAsync(Start, "a"));
        Assert.Equal("scheduled-a-20260301T000000 was still under way.", (await RunAsync(Start.AddDays(1), "a")).Skipped);

        // Another schedule has nothing to do with it, whatever its name begins with.
        Assert.Equal("scheduled-a-b-20260302T000000", (await RunAsync(Start.AddDays(1), "a-b")).FanOut);
        Assert.Equal("scheduled-a-20260301T000000 was still under way.", (await RunAsync(Start.AddDays(2), "a")).Skipped);
    }

    private static Task<FanOutEngine> StartAsync(SampleApiServer api, bool sessions, TestFolder folder, SkippingClock clock) =>
        FanOutEngine.StartAsync(api, sessions, folder, clock, services => services.AddSingleton<TimeProvider>(clock));

    private static Task<ScheduleView?> FindAsync(FanOutEngine engine, string name) =>
        engine.Services.GetRequiredService<ScheduleBook>().FindAsync(engine.Client, name, TestContext.Current.CancellationToken);
}
