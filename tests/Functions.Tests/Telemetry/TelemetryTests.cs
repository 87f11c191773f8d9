using System.Diagnostics;
using CharacterFanOut.SampleApi;

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
        var builder = FanOutApplication.CreateBuilder(
            [$"--OTEL_EXPORTER_OTLP_ENDPOINT={collector.Address}", "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf"]);
        using var spans = new SpanRecorder("Microsoft.AspNetCore", "EmbeddedFunctions.DurableTask", "System.Net.Http");

        string id;
        await using (var host = await FanOutHost.StartAsync(builder, api, folder))
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
        Assert.Equal(3, ours.Count(span => span.OperationName == "activity:FetchCharacter"));
        Assert.Equal(3, ours.Count(span => span.GetTagItem("url.full") is string url && url.Contains("/character/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FanOut_WithoutAnEndpoint_HasNoExporter()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions(), TestContext.Current.CancellationToken);
        using var folder = new TestFolder();
        await using var host = await FanOutHost.StartAsync(api, folder);

        Assert.Null(host.Host.Services.GetService(typeof(OpenTelemetry.Trace.TracerProvider)));
    }
}
