using System.Diagnostics.CodeAnalysis;
using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.DurableTask.Testing;
using EmbeddedFunctions.Hosting;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.Testing;

/// <summary>A function app in a test's own process: real host, real engine, in memory, with no port unless asked, on any clock.</summary>
public sealed class FunctionsTestHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _stopped;

    private FunctionsTestHost(IHost host) => _host = host;

    /// <summary>The app's services.</summary>
    public IServiceProvider Services => _host.Services;

    /// <summary>The durable client, as functions get it.</summary>
    public DurableTaskClient DurableClient => Services.GetRequiredService<DurableTaskClient>();

    /// <summary>Where the host answers; without a port, <c>http://localhost/</c> for the clients that it makes.</summary>
    public Uri BaseAddress => Services.GetRequiredService<EmbeddedHostAddress>().BaseAddress;

    /// <summary>Starts a host with its own builder.</summary>
    /// <param name="configure">Sets the app up.</param>
    /// <param name="options">How the host runs.</param>
    /// <param name="cancellation">Gives up.</param>
    public static Task<FunctionsTestHost> StartAsync(Action<FunctionsApplicationBuilder>? configure = null, FunctionsTestHostOptions? options = null, CancellationToken cancellation = default)
    {
        var builder = FunctionsApplication.CreateBuilder([]).ConfigureFunctionsWebApplication();
        configure?.Invoke(builder);
        return StartAsync(builder, options, cancellation);
    }

    /// <summary>Starts a host with an app's builder.</summary>
    /// <param name="builder">The app.</param>
    /// <param name="options">How the host runs.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<FunctionsTestHost> StartAsync(FunctionsApplicationBuilder builder, FunctionsTestHostOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(builder);
        options ??= new FunctionsTestHostOptions();
        Apply(builder, options);
        var host = builder.Build();
        try
        {
            await host.StartAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await DisposeAsync(host).ConfigureAwait(false);
            throw;
        }

        (options.Time as SkippingTimeProvider)?.Attach(host.Services.GetRequiredService<DurableTaskEngine>());
        return new FunctionsTestHost(host);
    }

    /// <summary>A client whose requests go to this host.</summary>
    [SuppressMessage("Reliability", "CA2000", Justification = "The client disposes its handler.")]
    public HttpClient CreateClient()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        if (Services.GetService<MemoryTransport>() is { } memory)
        {
            handler.ConnectCallback = (_, _) => new ValueTask<Stream>(memory.Connect());
        }

        return new HttpClient(handler) { BaseAddress = BaseAddress };
    }

    /// <summary>Stops the host as SIGTERM would: it drains.</summary>
    public async Task StopAsync(CancellationToken cancellation = default)
    {
        if (!_stopped)
        {
            _stopped = true;
            await _host.StopAsync(cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Stops the host and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await DisposeAsync(_host).ConfigureAwait(false);
    }

    // The engine can only be let go of asynchronously.
    private static ValueTask DisposeAsync(IHost host) => ((IAsyncDisposable)host).DisposeAsync();

    private static void Apply(FunctionsApplicationBuilder builder, FunctionsTestHostOptions options)
    {
        builder.ConfigureEmbeddedHost(host =>
        {
            host.Port = 0;
            host.NoPort = !options.UsePort;
            host.InMemory = options.DataDirectory is null;
            host.DataDirectory = options.DataDirectory ?? host.DataDirectory;
            host.FunctionsAssembly = options.FunctionsAssembly ?? host.FunctionsAssembly;
            host.FunctionTypes = options.FunctionTypes ?? host.FunctionTypes;
            host.ContentRoot = options.ContentRoot ?? host.ContentRoot;
        });
        builder.Configuration.AddInMemoryCollection(options.Settings);
        builder.Logging.ClearProviders();
        options.Logging?.Invoke(builder.Logging);
        if (options.Time is { } time)
        {
            builder.Services.AddSingleton(time);
        }
    }
}
