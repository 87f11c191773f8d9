using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Hosting;

/// <summary>Puts the host into an <see cref="IHostBuilder"/>, which is how apps were built before <c>FunctionsApplication</c>.</summary>
internal static class HostBuilderSetup
{
    private const string Done = "EmbeddedFunctions.Hosting";
    private const string Knobs = "EmbeddedFunctions.Options";

    public static IHostBuilder Configure(IHostBuilder builder, Action<HostBuilderContext, IFunctionsWorkerApplicationBuilder> configure)
    {
        if (!builder.Properties.TryAdd(Done, Done))
        {
            throw new InvalidOperationException("The builder has been configured for functions already: do it once.");
        }

        var options = Options(builder);
        builder.ConfigureAppConfiguration(configuration =>
        {
            configuration.AddEnvironmentVariables().AddCommandLine([.. Environment.GetCommandLineArgs().Skip(1)]);
            SettingsFiles.AddLocalSettings(configuration, options.ContentRoot!);
        });
        builder.ConfigureLogging((context, logging) => logging.AddConfiguration(context.Configuration.GetSection("Logging")).AddConsole());
        var pipeline = new InvocationPipeline();
        builder.ConfigureServices((context, services) =>
        {
            configure(context, new WorkerBuilder(services, pipeline));
            HostSetup.Add(services, context.Configuration, options, pipeline);
        });
        return builder.ConfigureWebHost(web =>
        {
            HostSetup.ConfigureServer(web);
            web.Configure(HostSetup.ConfigurePipeline);

            // Configure has just named the app after this library.
            web.UseSetting(WebHostDefaults.ApplicationKey, Assembly.GetEntryAssembly()?.GetName().Name);
        });
    }

    /// <summary>The options that a builder carries. They are read when the host is built.</summary>
    public static EmbeddedHostOptions Options(IHostBuilder builder)
    {
        if (builder.Properties.TryGetValue(Knobs, out var known))
        {
            return (EmbeddedHostOptions)known;
        }

        var made = new EmbeddedHostOptions { ContentRoot = SettingsFiles.FindContentRoot(Directory.GetCurrentDirectory(), AppContext.BaseDirectory) };
        builder.Properties[Knobs] = made;
        return made;
    }

    private sealed class WorkerBuilder(IServiceCollection services, InvocationPipeline pipeline) : IFunctionsWorkerApplicationBuilder
    {
        public IServiceCollection Services => services;

        public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
        {
            ArgumentNullException.ThrowIfNull(middleware);
            pipeline.Add(middleware);
            return this;
        }
    }
}
