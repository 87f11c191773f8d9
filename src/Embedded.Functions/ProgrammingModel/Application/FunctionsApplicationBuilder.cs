using EmbeddedFunctions;
using EmbeddedFunctions.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app.</summary>
public class FunctionsApplicationBuilder : IFunctionsWorkerApplicationBuilder, IHostApplicationBuilder
{
    private readonly WebApplicationBuilder _web;
    private readonly InvocationPipeline _pipeline = new();
    private bool _built;

    internal FunctionsApplicationBuilder(string[] args)
    {
        var contentRoot = SettingsFiles.FindContentRoot(Directory.GetCurrentDirectory(), AppContext.BaseDirectory);
        _web = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = contentRoot,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        HostOptions = new EmbeddedHostOptions { ContentRoot = contentRoot };
        SettingsFiles.AddLocalSettings(_web.Configuration, contentRoot);
    }

    /// <summary>The app's configuration.</summary>
    public ConfigurationManager Configuration => _web.Configuration;

    /// <summary>Where the app runs.</summary>
    public IHostEnvironment Environment => _web.Environment;

    /// <summary>The app's logging.</summary>
    public ILoggingBuilder Logging => _web.Logging;

    /// <summary>The app's metrics.</summary>
    public IMetricsBuilder Metrics => _web.Metrics;

    /// <summary>Values that parts of the set-up share.</summary>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_web).Properties;

    /// <summary>The app's services.</summary>
    public IServiceCollection Services => _web.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => _web.Configuration;

    internal EmbeddedHostOptions HostOptions { get; }

    /// <summary>Builds the host.</summary>
    /// <exception cref="FunctionDeclarationException">A function is misdeclared; the message says which and how to mend it.</exception>
    /// <exception cref="InvalidOperationException">The app has been built already.</exception>
    public IHost Build()
    {
        if (_built)
        {
            throw new InvalidOperationException("The application has already been built: a builder builds one.");
        }

        _built = true;
        HostSetup.Add(_web.Services, _web.Configuration, HostOptions, _pipeline);
        HostSetup.ConfigureServer(_web.WebHost);
        var app = _web.Build();
        HostSetup.ConfigurePipeline(app);
        return app;
    }

    /// <summary>Replaces the service container.</summary>
    public void ConfigureContainer<TContainerBuilder>(IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull
        => ((IHostApplicationBuilder)_web).ConfigureContainer(factory, configure);

    /// <summary>Adds a middleware; the first added is the outermost.</summary>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        ArgumentNullException.ThrowIfNull(middleware);
        _pipeline.Add(middleware);
        return this;
    }
}
