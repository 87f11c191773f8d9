using System.Net;
using System.Net.Sockets;
using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class FailureTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_EachKindOfFailureAtOnce_NamesEachAndFetchesTheRest(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 20 });
        await ApiStats.FaultsAsync(api, new
        {
            ids = new Dictionary<string, object>
            {
                ["2"] = new { status = 500 },
                ["3"] = new { hang = true },
                ["4"] = new { reset = true },
                ["5"] = new { malformed = "notJson" },
                ["6"] = new { malformed = "wrongId" },
                ["7"] = new { malformed = "missingField" },
                ["8"] = new { malformed = "oversized" },
                ["9"] = new { malformed = "truncated" },
                ["10"] = new { status = 503, times = 2 },
                ["11"] = new { status = 429, retryAfter = 0, times = 2 },
            },
        });
        await using var engine = await FanOutEngine.StartAsync(
            api, sessions, folder, settings: [new("CharacterApi:AttemptTimeout", "00:00:00.3"), new("CharacterApi:TotalTimeout", "00:00:02")]);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 21), BatchSize = 5, MaxConcurrency = 4 });
        var kinds = report.Failures.ToDictionary(f => f.Id, f => f.Kind);
        Assert.Equal(FailureKind.NotFound, kinds[21]);
        Assert.Equal(FailureKind.Upstream, kinds[2]);
        Assert.Equal(FailureKind.Timeout, kinds[3]);
        Assert.Equal(FailureKind.Network, kinds[4]);
        Assert.All([5, 6, 7, 8], id => Assert.Equal(FailureKind.Malformed, kinds[id]));
        Assert.Contains(kinds[9], (FailureKind[])[FailureKind.Malformed, FailureKind.Network]);
        Assert.Equal((12, 9), (report.Fetched, report.Failed));
        Assert.True(report.Retried >= 2);
        Assert.Equal(report.Failed, report.FailedByKind.Values.Sum());
        Assert.Equal(Enumerable.Range(1, 21), (await engine.StoredAsync()).Fetched.Concat((await engine.StoredAsync()).Failed).Order());
    }

    [Fact]
    public async Task Run_NobodyListens_EveryIdFailsAndTheFanOutEnds()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)closed.LocalEndpoint).Port}/api/";
        closed.Stop();
        using var clock = new SkippingClock();
        await using var engine = await FanOutEngine.StartAsync(
            api, sessions: true, folder, clock: clock, settings: [new("CharacterApi:BaseAddress", address), new("CharacterApi:RetryCount", "1")]);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 10), MaxConcurrency = 5 });
        Assert.Equal((0, 10), (report.Fetched, report.Failed));
        Assert.Equal(10, report.FailedByKind["network"]);
        Assert.All(report.Failures, failure => Assert.DoesNotContain("character/", failure.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Run_AbortAfterTooManyFailures_StopsAndReportsWhatWasDone(bool sessions)
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 100 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions, folder);
        var report = await engine.RunAsync(
            new() { Ids = IdSet.Range(1, 5000), BatchSize = 50, MaxConcurrency = 10, OnFailure = OnFailure.Abort, MaxFailures = 5 });
        Assert.Equal(FanOutResult.Aborted, report.Result);
        Assert.Equal(100, report.Fetched);

        // Two batches at a time, and each stops by itself: 6 failures, and whatever else was in flight.
        Assert.InRange(report.Failed, 6, 2 * (6 + 10));
        Assert.Equal(5000 - report.Fetched - report.Failed, report.NotAttempted);
        Assert.True(await ApiStats.RequestsAsync(api) < 300);
        var stored = await engine.StoredAsync();
        Assert.Equal((report.Fetched, report.Failed), (stored.Fetched.Count, stored.Failed.Count));
    }

    [Fact]
    public async Task Run_AsManyFailuresAsAllowed_Completes()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 95 });
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder);
        var report = await engine.RunAsync(
            new() { Ids = IdSet.Range(1, 100), BatchSize = 20, OnFailure = OnFailure.Abort, MaxFailures = 5 });
        Assert.Equal((FanOutResult.Completed, 95, 5), (report.Result, report.Fetched, report.Failed));
    }

    [Fact]
    public async Task Run_StoreThatIsDownForAWhile_LosesNoBatch()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        using var clock = new SkippingClock();
        FailingStore? store = null;
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock: clock, configure: services =>
        {
            var real = services.Single(s => s.ServiceType == typeof(IReportStore)).ImplementationFactory!;
            services.AddSingleton<IReportStore>(provider => store = new FailingStore((IReportStore)real(provider), failures: 12));
        });
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, 40), BatchSize = 10 });
        Assert.Equal(40, report.Fetched);
        Assert.Equal(0, store!.FailuresLeft);
        Assert.Equal(Enumerable.Range(1, 40), (await engine.StoredAsync()).Fetched);
    }

    [Fact]
    public async Task Run_StoreThatIsDownForGood_FailsAndSaysWhy()
    {
        using var folder = new TestFolder();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions());
        using var clock = new SkippingClock();
        await using var engine = await FanOutEngine.StartAsync(api, sessions: true, folder, clock: clock, configure: services =>
        {
            var real = services.Single(s => s.ServiceType == typeof(IReportStore)).ImplementationFactory!;
            services.AddSingleton<IReportStore>(provider => new FailingStore((IReportStore)real(provider), failures: int.MaxValue));
        });
        await engine.StartFanOutAsync(new() { Ids = IdSet.Range(1, 40), BatchSize = 10 });
        var over = await engine.Client.WaitForInstanceCompletionAsync("run", TestContext.Current.CancellationToken);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, over.RuntimeStatus);
        Assert.Contains("The store is down", (await engine.ViewAsync()).Error, StringComparison.Ordinal);
    }
}
