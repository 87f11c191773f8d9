using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

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

    /// <summary>Makes the builder that of a function app, and sets the worker's options.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<WorkerOptions> configureOptions)
        => builder.ConfigureFunctionsWorkerDefaults((_, _) => { }, configureOptions);

    /// <summary>Makes the builder that of a function app, configures the app and sets the worker's options.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return builder.ConfigureFunctionsWorkerDefaults((_, worker) => configure(worker), configureOptions);
    }

    /// <summary>Makes the builder that of a function app, configures the app and sets the worker's options.</summary>
    public static IHostBuilder ConfigureFunctionsWorkerDefaults(this IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure, Action<WorkerOptions>? configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return HostBuilderSetup.Configure(builder, (context, worker) =>
        {
            if (configureOptions is not null)
            {
                worker.Services.Configure(configureOptions);
            }

            configure(context, worker);
        });
    }
}
