using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace EmbeddedFunctions;

/// <summary>The knobs that only the embedded host has.</summary>
public static class EmbeddedHostExtensions
{
    /// <summary>Configures the embedded host: port, data folder, where the functions are.</summary>
    public static FunctionsApplicationBuilder ConfigureEmbeddedHost(this FunctionsApplicationBuilder builder, Action<EmbeddedHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var before = builder.HostOptions.ContentRoot;
        configure(builder.HostOptions);
        if (builder.HostOptions.ContentRoot is { } after && after != before)
        {
            SettingsFiles.AddLocalSettings(builder.Configuration, after);
        }

        return builder;
    }

    /// <summary>Configures the embedded host of a builder that is made a function app's with <c>ConfigureFunctionsWorkerDefaults</c> or <c>ConfigureFunctionsWebApplication</c>.</summary>
    public static IHostBuilder ConfigureEmbeddedHost(this IHostBuilder builder, Action<EmbeddedHostOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        configure(HostBuilderSetup.Options(builder));
        return builder;
    }
}
