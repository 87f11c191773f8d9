using System.Diagnostics;
using System.Net;
using System.Text;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Http;
using CharacterFanOut.SampleApi.Statistics;

namespace CharacterFanOut.SampleApi;

/// <summary>
/// A running sample API, on 127.0.0.1 only. Disposing stops it, with requests that hang cut off. From then on connections are refused,
/// until another server is started with the same <see cref="SampleApiOptions.Port"/>.
/// </summary>
public sealed class SampleApiServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private SampleApiServer(WebApplication app) => this.app = app;

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
        WebApplication app = Build(options);
        try
        {
            await app.StartAsync(cancellationToken);
            return new SampleApiServer(app) { BaseAddress = new Uri(app.Urls.Single() + "/api/") };
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static WebApplication Build(SampleApiOptions options)
    {
        // Empty: no configuration files, no environment, no console. The host around may be another application's.
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.UTF8;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();

        // Names of its own, so that an application in the same process that traces its requests does not trace these.
        builder.Services.AddSingleton(static _ => new ActivitySource("CharacterFanOut.SampleApi"));
        builder.Services.AddSingleton(static _ => new DiagnosticListener("CharacterFanOut.SampleApi"));

        WebApplication app = builder.Build();
        RequestStatistics statistics = new();
        FaultInjector faults = new(options);
        CharacterRoutes characters = new(options);
        ControlRoutes.Map(app.MapGroup("").DisableHttpMetrics(), statistics, faults);
        characters.Map(app.MapGroup("").DisableHttpMetrics().AddEndpointFilter(new FaultFilter(faults, statistics, characters, options.TimeProvider)));
        return app;
    }

    /// <summary>Leaves Ctrl-C and SIGTERM to the process around.</summary>
    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
