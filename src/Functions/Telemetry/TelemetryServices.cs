using System.Globalization;
using System.Reflection;
using Azure.Identity;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CharacterFanOut.Functions.Telemetry;

/// <summary>Sends traces, metrics and logs to where the usual settings say; to nowhere, at no cost, where they say nothing.</summary>
internal static class TelemetryServices
{
    /// <summary>What the app is called in its telemetry: the queries in infra/queries ask for it.</summary>
    public const string ServiceName = "character-fan-out";

    private const string OtlpEndpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string AzureMonitor = "APPLICATIONINSIGHTS_CONNECTION_STRING";
    private const string AzureMonitorIdentity = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";
    private const string TracesSampler = "OTEL_TRACES_SAMPLER";
    private const string TracesSamplerArgument = "OTEL_TRACES_SAMPLER_ARG";
    private const string FixedPercentage = "microsoft.fixed_percentage";
    private const string ClientIdKey = "ClientId=";

    // The durable client's spans; those of orchestrations and activities are the host's.
    private const string DurableSource = "Microsoft.DurableTask";

    /// <summary>
    /// Adds <see cref="FanOutTelemetry"/>, an OTLP exporter when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set, and Azure Monitor's
    /// when <c>APPLICATIONINSIGHTS_CONNECTION_STRING</c> is, with the managed identity that <c>APPLICATIONINSIGHTS_AUTHENTICATION_STRING</c> names.
    /// </summary>
    public static IServiceCollection AddFanOutTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton<FanOutTelemetry>();
        services.TryAddSingleton<ScrapedMetrics>();
        var toOtlp = !string.IsNullOrEmpty(configuration[OtlpEndpoint]);
        var toAzureMonitor = !string.IsNullOrEmpty(configuration[AzureMonitor]);
        if (!toOtlp && !toAzureMonitor)
        {
            return services;
        }

        var telemetry = services.AddOpenTelemetry();
        telemetry
            .UseFunctionsWorkerDefaults()
            .ConfigureResource(resource => resource.AddService(ServiceName, serviceVersion: Version))
            .WithTracing(tracing => tracing.AddSource(DurableSource).AddHttpClientInstrumentation())
            .WithMetrics(metrics => metrics.AddMeter(FanOutTelemetry.MeterName, "Polly", "System.Net.Http"))
            .WithLogging();
        // One record for each attempt to fetch an id says nothing that the spans and metrics do not.
        services.Configure<LoggerFilterOptions>(filters => filters.AddFilter<OpenTelemetryLoggerProvider>("Polly", LogLevel.Warning));
        if (toOtlp)
        {
            telemetry.UseOtlpExporter();
        }

        if (toAzureMonitor)
        {
            telemetry.UseAzureMonitorExporter(options =>
            {
                options.ConnectionString = configuration[AzureMonitor];
                options.Credential = CredentialOf(configuration[AzureMonitorIdentity]);
                // Traces are sampled, to five a second: polling for a status is enough to reach that. What the alerts read has to arrive all the same.
                options.EnableTraceBasedLogsSampler = false;
                // The exporter reads these two as well, but its rate limit, which it leaves on, goes before them.
                if (configuration[TracesSampler] == FixedPercentage
                    && float.TryParse(configuration[TracesSamplerArgument], CultureInfo.InvariantCulture, out var ratio))
                {
                    (options.TracesPerSecond, options.SamplingRatio) = (null, ratio);
                }
            });
        }

        return services;
    }

    private static string? Version => typeof(TelemetryServices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    // "ClientId=…;Authorization=AAD" for a user-assigned identity, "Authorization=AAD" for the app's own; nothing: the connection string alone.
    private static ManagedIdentityCredential? CredentialOf(string? setting)
    {
        var parts = (setting ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (!parts.Contains("Authorization=AAD", StringComparer.OrdinalIgnoreCase))
        {
            return null;
        }

        var client = Array.Find(parts, part => part.StartsWith(ClientIdKey, StringComparison.OrdinalIgnoreCase))?[ClientIdKey.Length..];
        return new ManagedIdentityCredential(client is null ? ManagedIdentityId.SystemAssigned : ManagedIdentityId.FromUserAssignedClientId(client));
    }
}
