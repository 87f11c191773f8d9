using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host builder that of a function app.</summary>
public static class WorkerHostBuilderExtensions
{
    /// <summary>Makes the builder that of a function app.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder)
        => builder.ConfigureFunctionsWorkerDefaults((_, _) => { });

    /// <summary>Makes the builder that of a function app, and configures the app.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.ConfigureFunctionsWorkerDefaults((_, worker) => configure(worker));
    }

    /// <summary>Makes the builder that of a function app, and configures the app.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return HostBuilderSetup.Configure(builder, configure);
    }
}
