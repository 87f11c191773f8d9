using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Microsoft.Extensions.Hosting;

/// <summary>Makes a host builder that of a function app with the ASP.NET Core integration, which this host always has.</summary>
public static class FunctionsHostBuilderExtensions
{
    /// <summary>Makes the builder that of a function app.</summary>
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder)
        => builder.ConfigureFunctionsWebApplication((_, _) => { });

    /// <summary>Makes the builder that of a function app, and configures the app.</summary>
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configureWorker)
    {
        ArgumentNullException.ThrowIfNull(configureWorker);
        return builder.ConfigureFunctionsWebApplication((_, worker) => configureWorker(worker));
    }

    /// <summary>Makes the builder that of a function app, and configures the app.</summary>
    public static IHostBuilder ConfigureFunctionsWebApplication(this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configureWorker)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configureWorker);
        return HostBuilderSetup.Configure(builder, configureWorker);
    }
}
