using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Activities;
using CharacterFanOut.Functions.FanOuts;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using CharacterFanOut.Functions.Tests.Orchestrations;
using CharacterFanOut.SampleApi;
using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CharacterFanOut.Functions.Tests;

/// <summary>
/// The function app's orchestrators and activities on the real engine, over real HTTP against a sample API, without a host:
/// as its HTTP functions see it from inside.
/// </summary>
internal sealed class FanOutEngine : IAsyncDisposable
{
    private readonly DurableTaskTestHost host;

    private FanOutEngine(DurableTaskTestHost host, ServiceProvider services, SampleApiServer api, ConcurrencyMeter fetches) =>
        (this.host, Services, Api, Fetches) = (host, services, api, fetches);

    public ServiceProvider Services { get; }

    public SampleApiServer Api { get; }

    /// <summary>The fetches, as the activity sees them.</summary>
    public ConcurrencyMeter Fetches { get; }

    public DurableTaskEngine Engine => host.Engine;

    public DurableTaskClient Client => host.Client;

    public FanOutResults Results => Services.GetRequiredService<FanOutResults>();

    /// <summary>Starts an engine.</summary>
    /// <param name="api">The upstream; it is not this engine's to stop.</param>
    /// <param name="sessions">Whether orchestrators stay in memory between turns, or replay at each.</param>
    /// <param name="folder">Where results lie.</param>
    /// <param name="database">The task hub's file; null: in memory.</param>
    /// <param name="clock">The engine's clock; activities are on the system's.</param>
    /// <param name="configure">Changes services.</param>
    /// <param name="settings">More settings.</param>
    public static async Task<FanOutEngine> StartAsync(
        SampleApiServer api,
        bool sessions,
        TestFolder folder,
        string? database = null,
        TimeProvider? clock = null,
        Action<IServiceCollection>? configure = null,
        params IEnumerable<KeyValuePair<string, string?>> settings)
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
        services.AddTransient<FetchCharacter>().AddTransient<SaveBatch>().AddTransient<PublishReport>().AddTransient<NotifyCompletion>();
        configure?.Invoke(services);
        var provider = services.BuildServiceProvider();
        var fetches = new ConcurrencyMeter();
        var host = await DurableTaskTestHost.StartAsync(
            registry => Register(registry, fetches),
            options =>
            {
                options.ExtendedSessionsEnabled = sessions;
                options.DatabasePath = database;
                options.MaxConcurrentActivities = 1000;
            },
            clock,
            provider);
        return new(host, provider, api, fetches);
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
        await host.DisposeAsync();
        await Services.DisposeAsync();
    }

    private static void Register(DurableTaskRegistry registry, ConcurrencyMeter fetches)
    {
        registry.AddOrchestratorFunc<FanOutInput, FanOutSummary?>(nameof(FanOutOrchestrator), (context, input) => RunAsync(context, input, FanOutOrchestrator.RunAsync));
        registry.AddOrchestratorFunc<BatchInput, BatchReport>(nameof(BatchOrchestrator), (context, input) => RunAsync(context, input, BatchOrchestrator.RunAsync));
        registry.AddActivity(nameof(FetchCharacter), provider => new FunctionActivity<int, FetchOutcome<Character>>(
            id => fetches.MeasureAsync(() => provider.GetRequiredService<FetchCharacter>().RunAsync(id, CancellationToken.None))));
        registry.AddActivity(nameof(SaveBatch), provider => new FunctionActivity<SavedBatch, bool>(async batch =>
        {
            await provider.GetRequiredService<SaveBatch>().RunAsync(batch, CancellationToken.None);
            return true;
        }));
        registry.AddActivity(nameof(PublishReport), provider => new FunctionActivity<ReportInput, bool>(async input =>
        {
            await provider.GetRequiredService<PublishReport>().RunAsync(input, CancellationToken.None);
            return true;
        }));
        registry.AddActivity(nameof(NotifyCompletion), provider => new FunctionActivity<Notice, bool>(async notice =>
        {
            await provider.GetRequiredService<NotifyCompletion>().RunAsync(notice, CancellationToken.None);
            return true;
        }));
    }

    private static async Task<TOutput> RunAsync<TInput, TOutput>(
        TaskOrchestrationContext context, TInput input, Func<TaskOrchestrationContext, TInput, Task<TOutput>> orchestrator)
    {
        var strict = new StrictContext(context);
        var output = await orchestrator(strict, input);
        strict.ThrowIfOpen();
        return output;
    }
}
