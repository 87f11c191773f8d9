using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using CsCheck;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class FanOutTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_NinetyNine_FetchesThemAll(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 99) });
        Assert.Equal((99, 99, 0, 0), (report.Requested, report.Fetched, report.Failed, report.NotAttempted));
        Assert.Equal(99, report.ByStatus.Top.Sum(s => s.Count));
        Assert.NotNull(report.LatencyMs.P99);
        var stored = await engine.StoredAsync();
        Assert.Equal(Enumerable.Range(1, 99), stored.Fetched);
        Assert.Empty(stored.Failed);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_IdsThatDoNotExist_AreFailuresAndCostNothingElse(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 50 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        var report = await engine.RunAsync(new() { Ids = IdSet.Parse("41-60"), BatchSize = 7, MaxConcurrency = 4 });
        Assert.Equal((10, 10), (report.Fetched, report.Failed));
        Assert.Equal(10, report.FailedByKind["notFound"]);
        var stored = await engine.StoredAsync();
        Assert.Equal(Enumerable.Range(41, 10), stored.Fetched);
        Assert.Equal(Enumerable.Range(51, 10), stored.Failed);
        Assert.Equal(stored.Failed, report.Failures.Select(f => f.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AnySizeLatencyAndFailureRate_KeepsTheCapAndAccountsForEachIdOnce(bool sessions)
    {
        var latencies = new[] { "fixed:3ms", "uniform:0-8ms", "exp:3ms" };
        await Gen.Select(Gen.Int[1, 60], Gen.Int[0, 30], Gen.Int[1, 12], Gen.OneOf(latencies), Gen.OneOf(0, 0.2)).SampleAsync(
            async (count, batchSize, cap, latencyText, fail) =>
            {
                Assert.True(Latency.TryParse(latencyText, out var latency, out _));
                using var folder = new TestFolder();
                await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Latency = latency, Fail = fail, Malformed = fail / 4 });
                await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
                var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, count), BatchSize = batchSize == 0 ? null : batchSize, MaxConcurrency = cap });
                Assert.InRange(engine.Fetches.Max, 1, cap);
                Assert.InRange(await ApiStats.MaxInFlightAsync(api), 1, cap);
                Assert.Equal(count, report.Fetched + report.Failed);
                var stored = await engine.StoredAsync();
                Assert.Equal(Enumerable.Range(1, count), stored.Fetched.Concat(stored.Failed).Order());
            },
            iter: 25,
            threads: 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_MoreBatchesThanOneHistory_ContinuesAsNewWithABoundedHistory(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        const int Batches = 105;
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, Batches * 2), BatchSize = 2, MaxConcurrency = 20 });
        Assert.Equal(Batches * 2, report.Fetched);
        var history = await engine.TaskHub.GetHistoryAsync("run", TestContext.Current.CancellationToken);
        Assert.InRange(history.Count, 1, 70);
        Assert.Equal(Enumerable.Range(1, Batches * 2), (await engine.StoredAsync()).Fetched);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stop_ArrivesAsTheHistoryEnds_IsHeardByTheNextExecution(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        await ApiStats.FaultsAsync(api, new { ids = new Dictionary<string, object> { ["20"] = new { hang = true } } });
        await using var engine = await FanOutEngine.StartAsync(
            api, sessions, folder, settings: [new("CharacterApi:AttemptTimeout", "00:00:02"), new("CharacterApi:TotalTimeout", "00:01:00")]);

        // Lanes of one batch each, 4 of them: the history ends after 20 batches, of which the last one hangs.
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 60), BatchSize = 1, MaxConcurrency = 4 });
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v is { BatchesDone: 19, InFlight: 1 });
        await engine.Client.SuspendInstanceAsync("run", cancellation: TestContext.Current.CancellationToken);
        await Eventually.GetAsync(() => engine.ViewAsync(), v => v.Status == FanOutState.Paused);
        await ApiStats.FaultsAsync(api, new { ids = (object?)null });
        await engine.Client.WaitForInstanceCompletionAsync(BatchOrchestrator.InstanceId("run", 19), TestContext.Current.CancellationToken);
        await engine.Client.RaiseEventAsync("run", FanOutOrchestrator.StopEvent, null, TestContext.Current.CancellationToken);
        await engine.Client.ResumeInstanceAsync("run", cancellation: TestContext.Current.CancellationToken);

        var report = await engine.ReportOfAsync("run");
        Assert.Equal(FanOutResult.Canceled, report.Result);
        Assert.InRange(report.Fetched, 20, 30);
    }
}
