using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace CharacterFanOut.Functions.Telemetry;

/// <summary>The metrics of this process for Prometheus. They are collected from the first scrape on, so that who never scrapes pays nothing.</summary>
public sealed class ScrapedMetrics : IResult, IDisposable
{
    private readonly Lazy<(MeterProvider Provider, RequestDelegate Answer)> scrape;

    public ScrapedMetrics(IServiceProvider services) => scrape = new(() =>
    {
        var provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter(FanOutTelemetry.MeterName, "Polly", "System.Net.Http", "System.Runtime")
            .AddPrometheusExporter(static exporter => exporter.ScopeInfoEnabled = false)
            .Build();
        var answer = new ApplicationBuilder(services)
            .UseOpenTelemetryPrometheusScrapingEndpoint(provider, static _ => true, path: null, configureBranchedPipeline: null, optionsName: null)
            .Build();
        return (provider, answer);
    });

    public Task ExecuteAsync(HttpContext httpContext) => scrape.Value.Answer(httpContext);

    public void Dispose()
    {
        if (scrape.IsValueCreated)
        {
            scrape.Value.Provider.Dispose();
        }
    }
}
