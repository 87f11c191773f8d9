using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Schedules;
using CharacterFanOut.SampleApi;
using DurableTask.Sqlite;
using FunctionsHost.Durable;
using FunctionsHost.Durable.Engine;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TaskHub = FunctionsHost.Durable.Storage.TaskHub;

namespace CharacterFanOut.Functions.Tests.Hosting;

/// <summary>
/// The app's orchestrators and activities on the host's engine, over real HTTP against a sample API, without a worker and without the
/// public port: as its HTTP functions see it from inside.
/// </summary>
internal sealed class FanOutEngine : IAsyncDisposable
{
    private const string SecretTaskHub = "hub-with-a-secret";

    private readonly WebApplication app;
    private readonly HubClient hub;

    private FanOutEngine(WebApplication app, HubClient hub, ServiceProvider services, SampleApiServer api, ConcurrencyMeter fetches) =>
        (this.app, this.hub, Services, Api, Fetches) = (app, hub, services, api, fetches);

    public ServiceProvider Services { get; }

    public SampleApiServer Api { get; }

    /// <summary>The fetches, as the activity sees them.</summary>
    public ConcurrencyMeter Fetches { get; }

    public FanOutWorker Worker => app.Services.GetRequiredService<FanOutWorker>();

    public TaskHub TaskHub => app.Services.GetRequiredService<TaskHub>();

    public DurableTaskClient Client => hub.Client;

    public FanOutResults Results => Services.GetRequiredService<FanOutResults>();

    /// <summary>Starts an engine.</summary>
    /// <param name="api">The upstream; it is not this engine's to stop.</param>
    /// <param name="sessions">Whether orchestrators stay in memory between turns, or replay at each.</param>
    /// <param name="folder">Where results and the task hub lie.</param>
    /// <param name="clock">The engine's clock; activities are on the system's.</param>
    /// <param name="configure">Changes services.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<FanOutEngine> StartAsync(
        SampleApiServer api,
        bool sessions,
        TestFolder folder,
        SkippingClock? clock = null,
        Action<IServiceCollection>? configure = null,
        params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var fetches = new ConcurrencyMeter();
        var services = BuildApp(api, folder, configure, settings);
        var time = clock ?? TimeProvider.System;
        var database = folder.File("hub.db");

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0").ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        builder.Services.AddSingleton(time);
        HubClient? hub = null;
        builder.Services.AddSingleton(_ => new FanOutWorker(services, fetches, () => hub!.Client));
        builder.Services.AddSingleton<IFunctionInvoker>(provider => provider.GetRequiredService<FanOutWorker>());
        builder.Services.AddSingleton(new DurableOptions { TaskHub = "Test", SecretTaskHub = SecretTaskHub, CacheOrchestrations = sessions });
        builder.Services.AddSingleton<TaskHub>(_ => new SqliteTaskHub(new SqliteOrchestrationServiceOptions
        {
            DatabasePath = database,
            TimeProvider = time,
            Synchronous = SqliteSynchronous.Normal,
            MaxConcurrentActivities = 1000,
        }));
        DurableServices.AddEngine(builder.Services);
        var app = builder.Build();
        DurableServices.MapGrpc(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        hub = new HubClient(new Uri(app.Urls.Single()), SecretTaskHub);
        await app.Services.GetRequiredService<DurableEngine>().StartAsync();
        clock?.Attach(database);
        return new(app, hub, services, api, fetches);
    }

    /// <summary>Starts a fan-out.</summary>
    public async Task<string> StartFanOutAsync(FanOutRequest request, string id = "run", string? since = null)
    {
        var started = await Services.GetRequiredService<FanOutStarter>()
            .StartAsync(Client, id, new FanOutInput { Request = request, Since = since }, TestContext.Current.CancellationToken);
        return Assert.IsType<StartResult.Started>(started).Id;
    }

    /// <summary>Runs a fan-out to its end.</summary>
    public async Task<FanOutReport> RunAsync(FanOutRequest request, string id = "run", string? since = null) =>
        await ReportOfAsync(await StartFanOutAsync(request, id, since));

    /// <summary>Waits for a fan-out's report.</summary>
    public async Task<FanOutReport> ReportOfAsync(string id)
    {
        var over = await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, TestContext.Current.CancellationToken);
        Assert.True(over.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{over.RuntimeStatus}: {over.FailureDetails}");
        return (await Results.LoadReportAsync(id, TestContext.Current.CancellationToken))!;
    }

    /// <summary>How a fan-out is doing.</summary>
    public async Task<FanOutView> ViewAsync(string id = "run") =>
        (await Services.GetRequiredService<FanOutReader>().ViewAsync(Client, id, TestContext.Current.CancellationToken))!;

    /// <summary>The ids that are stored, those of characters and those of failures, as they lie.</summary>
    public async Task<(IReadOnlyList<int> Fetched, IReadOnlyList<int> Failed)> StoredAsync(string id = "run") => (
        await Results.ReadCharactersAsync(id, TestContext.Current.CancellationToken).Select(c => c.Id).ToListAsync(),
        await Results.ReadFailuresAsync(id, TestContext.Current.CancellationToken).Select(f => f.Id).ToListAsync());

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await app.Services.GetRequiredService<DurableEngine>().StopAsync();
        await app.DisposeAsync();
        await Services.DisposeAsync();
    }

    private static ServiceProvider BuildApp(
        SampleApiServer api, TestFolder folder, Action<IServiceCollection>? configure, IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([
            new("CharacterApi:BaseAddress", api.BaseAddress.AbsoluteUri),
            new("CharacterApi:RetryDelay", "00:00:00.002"),
            new("Reports:Path", folder.Path),
        ]);
        configuration.AddInMemoryCollection(settings);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddFanOut(configuration);
        services.AddTransient<FetchCharacter>().AddTransient<TellUpstream>().AddTransient<SaveBatch>().AddTransient<PublishReport>().AddTransient<NotifyCompletion>()
            .AddTransient<StartScheduled>();
        configure?.Invoke(services);
        return services.BuildServiceProvider();
    }
}
