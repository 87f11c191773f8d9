using System.Diagnostics;
using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests.Telemetry;

// One after the other: spans belong to the process, and what one test records is then recorded for the other.
[Collection("telemetry")]
public sealed class TelemetryTests
{
    [Fact]
    public async Task FanOut_WithAnOtlpEndpoint_SendsOneTraceFromTheRequestToTheUpstreamCalls()
    {
        await using var collector = await OtlpCollector.StartAsync();
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        using var spans = new SpanRecorder("Microsoft.AspNetCore", "DurableTask.Core", "Microsoft.DurableTask", "System.Net.Http");

        string id;
        await using (var host = await FanOutHost.StartAsync(
            api, folder, settings: [new("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), new("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")]))
        {
            id = await host.StartFanOutAsync(new { ids = "1-3" });
            await host.ReportAsync(id);
        }

        // The host is gone: it has flushed what it had. (Logs are not looked for: the test host takes every log provider away.)
        Assert.Contains("/v1/traces", collector.Paths);
        Assert.Contains("/v1/metrics", collector.Paths);
        // By its id: the recorder hears of what other tests in this process do as well.
        var trace = Assert.Single(
            spans.Ended,
            span => span.OperationName == "create_orchestration:FanOutOrchestrator" && id.Equals(span.GetTagItem("durabletask.task.instance_id"))).TraceId;
        var ours = spans.Ended.Where(span => span.TraceId == trace).ToList();
        Assert.Contains(ours, span => span.Kind == ActivityKind.Server && span.Source.Name == "Microsoft.AspNetCore");
        Assert.Contains(ours, span => span.OperationName == "orchestration:FanOutOrchestrator");
        Assert.Contains(ours, span => span.OperationName == "orchestration:BatchOrchestrator");
        Assert.Equal(3, ours.Count(span => span.OperationName == "activity:FetchCharacter" && span.Kind == ActivityKind.Server));
        Assert.Equal(3, ours.Count(span => span.GetTagItem("url.full") is string url && url.Contains("/character/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Metrics_Scraped_CountFetchesInPrometheusFormat()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 10 }, TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);
        var before = await CountAsync("notFound");

        await host.ReportAsync(await host.StartFanOutAsync(new { ids = "1-13" }));

        // At least: instruments belong to the process, and other tests in it fetch too. Soon: an answer is given again for 0.3 s.
        await Eventually.GetAsync(() => CountAsync("notFound"), count => count >= before + 3);
        await Eventually.GetAsync(() => CountAsync("fetched"), count => count >= 10);

        async Task<long> CountAsync(string outcome)
        {
            using var answer = await host.Http.GetAsync("api/metrics", TestContext.Current.CancellationToken);
            Assert.Equal("text/plain", answer.Content.Headers.ContentType?.MediaType);
            var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

            // A line for each app of the process that has the meter.
            return text.Split('\n').Where(line => line.StartsWith($"fanout_fetches_total{{outcome=\"{outcome}\"}} ", StringComparison.Ordinal))
                .Sum(line => long.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task FanOut_WithoutAnEndpoint_HasNoExporter()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        IServiceCollection? services = null;
        await using var host = await FanOutHost.StartAsync(api, folder, configure: builder => services = builder.Services);

        Assert.DoesNotContain(services!, service => service.ServiceType == typeof(OpenTelemetry.Trace.TracerProvider));
    }
}
