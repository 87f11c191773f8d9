using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;

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
}
