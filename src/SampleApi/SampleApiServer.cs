using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Text;
using CharacterFanOut.SampleApi.Http;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace CharacterFanOut.SampleApi;

/// <summary>
/// A running sample API, on 127.0.0.1 only. Disposing stops it, with requests that hang cut off. From then on connections are refused,
/// until another server is started with the same <see cref="SampleApiOptions.Port"/>.
/// </summary>
public sealed class SampleApiServer : IAsyncDisposable
{
    private readonly Task<WebApplication> starting;

    private SampleApiServer(Socket socket, SampleApiOptions options)
    {
        BaseAddress = new Uri($"http://{socket.LocalEndPoint}/api/");
        starting = Task.Run(() => StartAsync(socket, options));
    }

    /// <summary>The API's root, which ends in a slash.</summary>
    public Uri BaseAddress { get; }

    /// <summary>Completes when requests are answered; what connects before waits.</summary>
    public Task Started => starting;

    /// <summary>Takes the port, and starts a server on it in the background.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="IOException">The port is in use.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "Kestrel closes the socket that it listens on.")]
    public static SampleApiServer Start(SampleApiOptions options)
    {
        options.Validate();
        IPEndPoint endPoint = new(IPAddress.Loopback, options.Port);
        try
        {
            Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint);
            socket.Listen();
            return new SampleApiServer(socket, options);
        }
        catch (SocketException e)
        {
            throw new IOException($"Cannot bind to http://{endPoint}: {e.Message}.", e);
        }
    }

    /// <summary>As <see cref="Start"/>, but the server is ready when the task completes.</summary>
    public static async Task<SampleApiServer> StartAsync(SampleApiOptions options, CancellationToken cancellationToken = default)
    {
        SampleApiServer server = Start(options);
        await server.Started.WaitAsync(cancellationToken);
        return server;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await (await starting).DisposeAsync();

    private static async Task<WebApplication> StartAsync(Socket socket, SampleApiOptions options)
    {
        // Empty: no configuration files, no environment, no console. The host around may be another application's.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Listen(socket.LocalEndPoint!);
        });
        builder.Services.Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket = _ => socket);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Names of its own, so that an application in the same process that traces its requests does not trace these.
        builder.Services.AddSingleton(static _ => new ActivitySource("CharacterFanOut.SampleApi"));
        builder.Services.AddSingleton(static _ => new DiagnosticListener("CharacterFanOut.SampleApi"));

        WebApplication app = builder.Build();
        RequestStatistics statistics = new();
        FaultInjector faults = new(options);
        ControlRoutes.Map(app.MapGroup("").DisableHttpMetrics(), statistics, faults);
        new CharacterRoutes(options, statistics, faults).Map(app.MapGroup("").DisableHttpMetrics());
        await app.StartAsync();
        return app;
    }

    /// <summary>Leaves Ctrl-C and SIGTERM to the process around.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
