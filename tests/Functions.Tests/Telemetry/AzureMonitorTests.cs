using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CharacterFanOut.Functions.Tests.Telemetry;

/// <summary>What infra/queries ask for is what the exporter sends, name by name.</summary>
// One after the other: spans belong to the process, and what one test records is then recorded for the other.
[Collection("telemetry")]
public sealed class AzureMonitorTests
{
    [Fact]
    public async Task FanOut_WithFailedIds_SendsWhatTheQueriesAskFor()
    {
        await using var collector = await AzureMonitorCollector.StartAsync();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 3 }, TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        string id;
        Uri address;
        await using (var host = await StartAsync(collector, everyTrace: true, api, folder))
        {
            address = host.Http.BaseAddress!;
            id = await host.StartFanOutAsync(new { ids = "1-4" });
            await host.ReportAsync(id);
            await host.GetAsync($"api/fanouts/{id}?code=not-to-be-told");
        }

        var finished = Assert.Single(collector.Rows("traces"), row => row.Dimension("EventName") == "FanOutFinished");
        Assert.Equal((id, "Completed"), (finished.Dimension("FanOutId"), finished.Dimension("Result")));
        Assert.Equal(("4", "3", "1"), (finished.Dimension("Requested"), finished.Dimension("Fetched"), finished.Dimension("Failed")));
        Assert.Matches(@"^\d+(\.\d+)?$", finished.Dimension("Seconds"));

        var fanOut = Assert.Single(collector.Rows("requests"), row => row["name"] == "orchestration:FanOutOrchestrator" && row.Dimension("durabletask.task.instance_id") == id);
        Assert.Equal((id, "Completed", "true"), (fanOut.Dimension("durabletask.task.instance_id"), fanOut.Dimension("durabletask.task.status"), fanOut["success"]));

        // The operation that the record names is the whole trace: from the request to each call.
        Assert.Equal(fanOut.OperationId, finished.OperationId);
        var start = Assert.Single(collector.Rows("requests"), row => row.OperationId == fanOut.OperationId && row["name"] == "POST api/fanouts");
        Assert.Equal("202", start["responseCode"]);
        var calls = collector.Rows("dependencies").Where(row => row.OperationId == fanOut.OperationId && row["data"]?.Contains("/character/", StringComparison.Ordinal) == true).ToList();
        Assert.Equal(4, calls.Count);
        Assert.All(calls, call => Assert.Equal(("Http", "character-fan-out"), (call["type"], call.RoleName)));
        Assert.Equal(["200", "200", "200", "404"], calls.Select(call => call["resultCode"]).Order());

        // The key of a request is in its address; the address is told without.
        Assert.Contains(collector.Rows("requests"), row => row["url"] == $"{address}api/fanouts/{id}?code=Redacted");
        Assert.DoesNotContain("not-to-be-told", collector.Text, StringComparison.Ordinal);

        // What would cost most says least: a record of each attempt.
        Assert.DoesNotContain(collector.Rows("traces"), row => row.Dimension("CategoryName") == "Polly");
    }

    [Fact]
    public async Task FanOut_WhoseTraceIsLeftOut_SaysHowItEnded()
    {
        await using var collector = await AzureMonitorCollector.StartAsync();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        string id;
        Uri address;
        await using (var host = await StartAsync(collector, everyTrace: false, api, folder))
        {
            address = host.Http.BaseAddress!;
            id = await host.StartFanOutAsync(new { ids = "1-3" });
            await host.ReportAsync(id);
        }

        // Not of this fan-out: the exporter hears of what other tests in this process do as well.
        Assert.DoesNotContain(
            collector.Rows("requests"),
            row => row.Dimension("durabletask.task.instance_id") == id || row["url"]?.StartsWith(address.AbsoluteUri, StringComparison.Ordinal) == true);
        var finished = Assert.Single(collector.Rows("traces"), row => row.Dimension("EventName") == "FanOutFinished");
        Assert.Equal(id, finished.Dimension("FanOutId"));
    }

    [Fact]
    public async Task FanOut_ThatFails_SaysSo()
    {
        await using var collector = await AzureMonitorCollector.StartAsync();
        var id = await FailAsync(collector, everyTrace: false);

        var failed = Assert.Single(collector.Rows("traces"), row => row.Dimension("EventName") == "FanOutFailed");
        Assert.Equal(id, failed.Dimension("FanOutId"));
        Assert.Contains("The store is down.", failed.Dimension("Why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FanOut_ThatFails_HasASpanThatSaysSo()
    {
        await using var collector = await AzureMonitorCollector.StartAsync();
        var id = await FailAsync(collector, everyTrace: true);

        // By its id: the exporter hears of what other tests in this process do as well.
        var span = Assert.Single(collector.Rows("requests"), row => row["name"] == "orchestration:FanOutOrchestrator" && row.Dimension("durabletask.task.instance_id") == id);
        Assert.Equal(("false", "Failed"), (span["success"], span.Dimension("durabletask.task.status")));
    }

    private static async Task<string> FailAsync(AzureMonitorCollector collector, bool everyTrace)
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        using var clock = new SkippingClock();
        await using var host = await StartAsync(collector, everyTrace, api, folder, clock, builder =>
        {
            var real = builder.Services.Single(service => service.ServiceType == typeof(IReportStore)).ImplementationFactory!;
            builder.Services.AddSingleton<IReportStore>(provider => new FailingStore((IReportStore)real(provider), failures: int.MaxValue));
        });
        var id = await host.StartFanOutAsync(new { ids = "1-3" });
        await Eventually.GetAsync(() => host.GetAsync($"api/fanouts/{id}"), state => state.GetProperty("status").GetString() == "failed");
        return id;
    }

    // Sampling is a matter of luck; all or none is not.
    private static Task<FanOutHost> StartAsync(
        AzureMonitorCollector collector,
        bool everyTrace,
        SampleApiServer api,
        TestFolder folder,
        SkippingClock? clock = null,
        Action<FunctionsApplicationBuilder>? configure = null) => FanOutHost.StartAsync(
            api,
            folder,
            clock: clock,
            configure: configure,
            settings:
            [
                new("APPLICATIONINSIGHTS_CONNECTION_STRING", collector.ConnectionString),
                new("OTEL_TRACES_SAMPLER", "microsoft.fixed_percentage"),
                new("OTEL_TRACES_SAMPLER_ARG", everyTrace ? "1.0" : "0.0"),
            ]);
}
