using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET metrics</c>: what this process has counted, for Prometheus.</summary>
public sealed class GetMetrics(ScrapedMetrics metrics)
{
    [Function(nameof(GetMetrics))]
    [ApiOperation("What this process has counted since it was asked first, for Prometheus: fetches and fan-outs, HTTP, resilience, runtime.")]
    [ApiAnswer(200, "Prometheus' text format, or OpenMetrics where that is accepted.", Also = "text/plain, application/openmetrics-text")]
    public IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", Route = "metrics")] HttpRequest request) => metrics;
}
