using System.Net;
using System.Net.Sockets;
using FunctionsHost.Durable;
using FunctionsHost.Http;
using FunctionsHost.Keys;
using FunctionsHost.Security;
using FunctionsHost.Timers;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FunctionsHost.Hosting;

/// <summary>Puts the host together: one container, and one server with two ports, one for everybody and one for the worker.</summary>
internal static class HostSetup
{
    public static IHost Build(FunctionsHostOptions options, HostConfiguration configuration, HostSettings settings, WorkerFactory factory, WorkerAttempt first, Socket internalSocket)
    {
        var internalEndPoint = (IPEndPoint)internalSocket.LocalEndPoint!;
        return new HostBuilder()
            .ConfigureLogging(logging =>
            {
                // Both the host and the worker would say "Application started" and where they listen, the worker's own port too: the listing says it better.
                // Routing's lines for each request are of use to nobody until host.json asks for them. ASP.NET Core's own has the query
                // in it, and a query may have a key in it: that one is not to be had.
                logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
                    .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning)
                    .AddFilter("Grpc", LogLevel.Warning)
                    .AddFilter("Yarp", LogLevel.Warning)
                    .AddConfiguration(configuration.HostJson.GetSection("logging"))
                    .AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning)
                    .AddFilter("Yarp.ReverseProxy.Forwarder", LogLevel.Warning)

                    // A start that fails is an exception for whoever started the host, who shows it.
                    .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None);
                options.ConfigureLogging?.Invoke(logging);
            })
            .ConfigureAppConfiguration(app => app.AddConfiguration(configuration.Settings))
            .ConfigureServices(services => HostTelemetry.Add(services, configuration.Settings))
            .ConfigureServices(services => services
                .AddSingleton(options.TimeProvider)
                .AddSingleton(settings)
                .AddSingleton(configuration)
                .AddSingleton(factory)
                .AddSingleton(first)
                .AddSingleton<IHostLifetime, LibraryLifetime>()
                .AddSingleton(new HostAddress { Internal = new Uri($"http://127.0.0.1:{internalEndPoint.Port}/") })
                .Configure<HostOptions>(host => host.ShutdownTimeout = HostDrain.Limit)
                .Configure<SocketTransportOptions>(transport => transport.CreateBoundListenSocket =
                    endPoint => endPoint.Equals(internalEndPoint) ? internalSocket : SocketTransportOptions.CreateDefaultBoundListenSocket(endPoint)))

            // Started in this order and stopped in the opposite one: first no more requests, then no more timers, then the engine, then the worker.
            .ConfigureWebHost(web => web.UseKestrelCore()
                .ConfigureKestrel(kestrel => HostServer.Configure(kestrel, settings, internalEndPoint))
                .Configure(HostServer.ConfigurePipeline))
            .ConfigureServices(AddWorker)
            .ConfigureServices(DurableServices.Add)
            .ConfigureServices(services => services
                .AddSingleton<TimerStatusFile>()
                .AddSingleton<TimerService>()
                .AddHostedService(provider => provider.GetRequiredService<TimerService>())
                .AddSingleton<RequestDrain>()
                .AddHostedService(provider => provider.GetRequiredService<RequestDrain>())
                .AddHostedService<StartupListing>())
            .ConfigureServices(services => AddHttp(services, settings))
            .Build();
    }

    public static async ValueTask DisposeAsync(IHost host)
    {
        if (host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync().ConfigureAwait(false);
        }
        else
        {
            host.Dispose();
        }
    }

    private static void AddWorker(IServiceCollection services)
    {
        services.AddGrpc(grpc =>
        {
            grpc.MaxReceiveMessageSize = null;
            grpc.MaxSendMessageSize = null;
        });
        services.AddSingleton<FunctionTable>();
        services.AddSingleton<HostDrain>();
        services.AddSingleton<WorkerLog>();
        services.AddSingleton<WorkerStartup>();
        services.AddSingleton<WorkerSupervisor>();
        services.AddSingleton<FunctionRpcService>();
        services.AddSingleton<FunctionInvoker>();
        services.AddSingleton<IFunctionInvoker>(provider => provider.GetRequiredService<FunctionInvoker>());
        services.AddHostedService(provider => provider.GetRequiredService<WorkerSupervisor>());
    }

    private static void AddHttp(IServiceCollection services, HostSettings settings)
    {
        services.AddSingleton<KeyRing>();
        services.AddSingleton<KeyGate>();
        services.AddSingleton<FailedKeyLimit>();
        services.AddSingleton<HostNames>();
        services.AddSingleton<RequestLimit>();
        services.AddSingleton<FunctionEndpoints>();
        services.AddSingleton<WorkerForwarder>();
        services.AddRouting();
        services.AddHttpForwarder();
        if (settings.CorsOrigins.Count == 0)
        {
            return;
        }

        if (settings.CorsCredentials && settings.CorsOrigins.Contains("*"))
        {
            throw new InvalidOperationException("Host.CORS is '*' with Host.CORSCredentials, which browsers refuse: name the origins.");
        }

        services.AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. settings.CorsOrigins]).AllowAnyHeader().AllowAnyMethod();
            if (settings.CorsCredentials)
            {
                policy.AllowCredentials();
            }
        }));
    }

    /// <summary>A library leaves the process's signals to its program.</summary>
    private sealed class LibraryLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
