using System.Net;
using CharacterFanOut.SampleApi.Data;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Http;
using CharacterFanOut.SampleApi.Statistics;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.SampleApi;

/// <summary>A running sample API, on 127.0.0.1 only. Disposing stops it, with requests that hang cut off.</summary>
public sealed class SampleApiServer : IAsyncDisposable
{
    private readonly KestrelServer server;
    private readonly CancellationTokenSource stopping = new();
    private bool disposed;

    private SampleApiServer(KestrelServer server) => this.server = server;

    /// <summary>The API's root, <c>http://127.0.0.1:{port}/api/</c>.</summary>
    public Uri BaseAddress { get; private set; } = null!;

    /// <summary>Starts a server that is ready when the task completes.</summary>
    /// <param name="options">What to serve.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <returns>The server; dispose it to stop it.</returns>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    public static async Task<SampleApiServer> StartAsync(SampleApiOptions options, CancellationToken cancellationToken = default)
    {
        options.Validate();

        // The server alone, without host, routing or middleware: this is what benchmarks run against, and it starts in milliseconds.
        KestrelServerOptions kestrel = new() { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = 1_048_576;
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(IPAddress.Loopback, options.Port, static listen => listen.Protocols = HttpProtocols.Http1);
        SocketTransportFactory transport = new(Options.Create(new SocketTransportOptions()), options.LoggerFactory);
        SampleApiServer running = new(new KestrelServer(Options.Create(kestrel), transport, options.LoggerFactory));

        try
        {
            DeferredApplication application = new();
            await running.server.StartAsync(application, cancellationToken).ConfigureAwait(false);
            string bound = running.server.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.Single();
            running.BaseAddress = new Uri(bound + "/api/");
            application.Set(running.CreateApplication(options));
            return running;
        }
        catch
        {
            await running.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
        {
            return;
        }

        disposed = true;
        await stopping.CancelAsync().ConfigureAwait(false);

        // An already cancelled token: connections that are still open are closed at once instead of waited for.
        await server.StopAsync(stopping.Token).ConfigureAwait(false);
        server.Dispose();
        stopping.Dispose();
    }

    private SampleApiApplication CreateApplication(SampleApiOptions options)
    {
        SampleWorld world = new(options.Characters, options.Episodes, options.Locations, options.Seed, BaseAddress);
        RequestStatistics statistics = new(options.Characters);
        FaultState faults = new(FaultSettings.Of(options), options.TimeProvider);
        return new SampleApiApplication(
            new ResourceRoutes(world), new ControlRoutes(statistics, faults), statistics,
            new FaultInjector(faults, options.Seed), options.TimeProvider, stopping.Token);
    }
}
