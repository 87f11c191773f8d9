using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Instrumentation.AspNetCore;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace FunctionsHost.Hosting;

/// <summary>
/// Exports the host's spans: of requests, and of orchestrations and activities, which the engine records. They go to an OTLP collector when
/// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, to Azure Monitor when <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is. What functions do is the worker's to export.
/// </summary>
internal static class HostTelemetry
{
    private const string EngineSource = "DurableTask.Core";

    public static void Add(IServiceCollection services, IConfiguration settings)
    {
        var toOtlp = !string.IsNullOrEmpty(settings["OTEL_EXPORTER_OTLP_ENDPOINT"]);
        var connection = settings["APPLICATIONINSIGHTS_CONNECTION_STRING"];
        if (!toOtlp && string.IsNullOrEmpty(connection))
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(settings["OTEL_SERVICE_NAME"] ?? nameof(FunctionsHost)))
            .WithTracing(tracing => tracing.AddSource(EngineSource).AddAspNetCoreInstrumentation());

        // The worker's channel is no request of anybody's, and what another server of the same process answers is not the host's to tell.
        services.AddOptions<AspNetCoreTraceInstrumentationOptions>()
            .Configure<HostAddress>((instrumentation, address) => instrumentation.Filter = http => http.Connection.LocalPort == address.Port);
        if (toOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (!string.IsNullOrEmpty(connection))
        {
            telemetry.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = connection;

                // The exporter's rate limit, which it leaves on, goes before the sampler that is asked for.
                if (settings["OTEL_TRACES_SAMPLER"] == "microsoft.fixed_percentage"
                    && float.TryParse(settings["OTEL_TRACES_SAMPLER_ARG"], CultureInfo.InvariantCulture, out var ratio))
                {
                    (options.TracesPerSecond, options.SamplingRatio) = (null, ratio);
                }
            });
        }
    }
}
