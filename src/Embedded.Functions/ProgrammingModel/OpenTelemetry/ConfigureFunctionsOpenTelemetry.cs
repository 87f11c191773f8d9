using EmbeddedFunctions.DurableTask;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Azure.Functions.Worker.OpenTelemetry;

/// <summary>Makes OpenTelemetry see what the host does.</summary>
public static class ConfigureFunctionsOpenTelemetry
{
    /// <summary>Collects the host's spans and metrics: requests, orchestrations, activities, timers.</summary>
    /// <param name="builder">The OpenTelemetry builder.</param>
    /// <returns>The same builder.</returns>
    public static IOpenTelemetryBuilder UseFunctionsWorkerDefaults(this IOpenTelemetryBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder
            .WithTracing(tracing => tracing.AddAspNetCoreInstrumentation().AddSource(DurableTaskEngine.TelemetryName))
            .WithMetrics(metrics => metrics.AddMeter("Microsoft.AspNetCore.Hosting", DurableTaskEngine.TelemetryName));
    }
}
