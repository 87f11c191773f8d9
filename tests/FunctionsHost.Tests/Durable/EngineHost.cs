using DurableTask.Sqlite;
using FunctionsHost.Durable.Client;
using FunctionsHost.Durable.Engine;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Durable;
using FunctionsHost.Worker;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Client.Grpc;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.Tests.Durable;

/// <summary>The durable part of the host with a fake worker: the engine, its storage, its service, and the real client on it.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    private const string Secret = "hub-with-a-secret";

    private readonly WebApplication _app;
    private readonly GrpcChannel _channel;
    private readonly TempFolder? _folder;

    private EngineHost(WebApplication app, TempFolder? folder)
    {
        _folder = folder;
        _app = app;
        Address = new Uri(app.Urls.First());
        _channel = Channel(Secret);
        Client = NewClient(_channel);
        Engine = app.Services.GetRequiredService<DurableEngine>();
    }

    public Uri Address { get; }

    public DurableTaskClient Client { get; }

    public DurableEngine Engine { get; }

    public static async Task<EngineHost> StartAsync(RunnerWorker worker, bool cached = true, TimeProvider? time = null, TempFolder? folder = null, TimeSpan? drain = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.Protocols = HttpProtocols.Http2));
        builder.WebHost.UseUrls();
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<IFunctionInvoker>(worker);
        builder.Services.AddSingleton(new DurableOptions { TaskHub = "Test", SecretTaskHub = Secret, CacheOrchestrations = cached, DrainTimeout = drain ?? Deadline });
        var own = folder is null ? folder = new TempFolder() : null;
        builder.Services.AddSingleton<TaskHub>(_ => new SqliteTaskHub(new SqliteOrchestrationServiceOptions
        {
            DatabasePath = Path.Combine(folder.Path, "hub.db"),
            TimeProvider = time ?? TimeProvider.System,
            KeepOrchestrators = false,
        }));
        DurableServices.AddEngine(builder.Services);
        var app = builder.Build();
        DurableServices.MapGrpc(app);
        await app.StartAsync();
        var host = new EngineHost(app, own);
        await host.Engine.StartAsync();
        return host;
    }

    /// <summary>Starts an orchestration and waits until it is over.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string name, object? input = null)
        => await WaitAsync(await Client.ScheduleNewOrchestrationInstanceAsync(name, input, TestContext.Current.CancellationToken));

    /// <summary>Waits until an instance is over.</summary>
    public async Task<OrchestrationMetadata> WaitAsync(string instanceId)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, deadline.Token);
    }

    /// <summary>Waits until an instance has a status.</summary>
    public async Task UntilAsync(string instanceId, OrchestrationRuntimeStatus status)
    {
        var started = TimeProvider.System.GetTimestamp();
        while ((await Client.GetInstanceAsync(instanceId))?.RuntimeStatus != status)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(started) < Deadline, $"{instanceId} did not become {status}.");
            await Task.Delay(10);
        }
    }

    /// <summary>A client that sends another task hub's name.</summary>
    public DurableTaskClient ClientOf(string hub) => NewClient(Channel(hub));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        _channel.Dispose();
        await Engine.StopAsync();
        await _app.DisposeAsync();
        _folder?.Dispose();
    }

    private static GrpcDurableTaskClient NewClient(GrpcChannel channel) => new("test", new GrpcDurableTaskClientOptions { Channel = channel }, NullLogger.Instance);

    private GrpcChannel Channel(string hub)
    {
        var http = new HttpClient();
        http.DefaultRequestHeaders.Add(TaskHubGuard.Header, hub);
        return GrpcChannel.ForAddress(Address, new GrpcChannelOptions { HttpClient = http, DisposeHttpClient = true });
    }
}
