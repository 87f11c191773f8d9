using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using FunctionsHost.Worker;

namespace FunctionsHost;

/// <summary>A running Functions host with one app: its worker, its HTTP port, its timers and its durable functions.</summary>
public sealed class FunctionsAppHost : IAsyncDisposable
{
    private readonly IHost _host;

    private FunctionsAppHost(IHost host)
    {
        _host = host;
        Stopping = host.Services.GetRequiredService<HostDrain>().Stopping;
        BaseAddress = host.Services.GetRequiredService<HostAddress>().Base;
    }

    /// <summary>Where the host listens, with a trailing slash, such as <c>http://127.0.0.1:7071/</c>.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Fires when the host begins to stop, by <see cref="StopAsync"/> or because its worker does not stay up.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Why the host stopped by itself; null when it did not.</summary>
    public WorkerStartException? Failure => _host.Services.GetRequiredService<WorkerSupervisor>().Failure;

    /// <summary>The container of the host's own services, for its tests.</summary>
    internal IServiceProvider Services => _host.Services;

    /// <summary>Starts a host. It is ready when this completes: the functions are loaded and the port answers.</summary>
    /// <param name="options">What the host is told.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="WorkerStartException">The worker cannot be started; the message has its last output.</exception>
    /// <exception cref="FunctionDeclarationException">Functions are misdeclared.</exception>
    /// <exception cref="InvalidOperationException">A setting is wrong, or keys are missing; the message says which.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "Kestrel closes the socket that it listens on.")]
    public static async Task<FunctionsAppHost> StartAsync(FunctionsHostOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var appDirectory = Path.GetFullPath(options.AppDirectory);
        var configuration = SettingsFiles.Read(options, appDirectory);

        Socket? internalSocket = null;
        IHost? host = null;
        WorkerAttempt? first = null;
        try
        {
            internalSocket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            internalSocket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            internalSocket.Listen();

            // The worker needs longer than anything else: it is started before the host is put together. Its connection waits in the socket's queue.
            var port = ((IPEndPoint)internalSocket.LocalEndPoint!).Port;
            var factory = new WorkerFactory(options.WorkerLauncher ?? new ProcessWorkerLauncher(), appDirectory, port, WorkerEnvironment(configuration, appDirectory));
            first = factory.Start();
            var settings = HostSettings.Read(options, appDirectory, configuration);
            host = HostSetup.Build(options, configuration, settings, factory, first, internalSocket);
            await host.StartAsync(cancellationToken).ConfigureAwait(false);
            return new FunctionsAppHost(host);
        }
        catch
        {
            if (host is not null)
            {
                await HostSetup.DisposeAsync(host).ConfigureAwait(false);
            }

            if (first is not null)
            {
                await first.DisposeAsync().ConfigureAwait(false);
            }

            internalSocket?.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops: takes no more requests, timers and turns, waits up to 30 seconds for what runs (it is told to cancel after 25), then ends the worker.
    /// </summary>
    public Task StopAsync() => _host.StopAsync();

    /// <summary>Stops, and lets go of everything.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await HostSetup.DisposeAsync(_host).ConfigureAwait(false);
    }

    private static Dictionary<string, string> WorkerEnvironment(HostConfiguration configuration, string appDirectory) => new(configuration.WorkerEnvironment)
    {
        ["FUNCTIONS_APPLICATION_DIRECTORY"] = appDirectory,
        ["FUNCTIONS_WORKER_DIRECTORY"] = appDirectory,
        ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
    };
}
