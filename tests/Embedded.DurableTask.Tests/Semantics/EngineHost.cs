using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Time.Testing;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>An engine in one of its modes, with the waits that these tests need. Every wait gives up after a minute.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(5);

    private readonly CancellationTokenSource _deadline = new(s_patience, TimeProvider.System);
    private readonly DirectoryInfo? _folder;
    private readonly Func<string?, Task<DurableTaskTestHost>> _start;
    private DurableTaskTestHost? _host;

    private EngineHost(DirectoryInfo? folder, FakeTimeProvider? clock, Func<string?, Task<DurableTaskTestHost>> start)
    {
        _folder = folder;
        _start = start;
        Clock = clock!;
    }

    /// <summary>The clock that the test advances; null when the engine runs on the real one.</summary>
    public FakeTimeProvider Clock { get; }

    public DurableTaskClient Client => Host.Client;

    public DurableTaskEngine Engine => Host.Engine;

    public CancellationToken Token => _deadline.Token;

    private DurableTaskTestHost Host => _host ?? throw new InvalidOperationException("The engine is not running.");

    public static FakeTimeProvider NewClock() => new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static async Task<EngineHost> StartAsync(
        EngineMode mode,
        Action<DurableTaskRegistry> configure,
        Action<DurableTaskEngineOptions>? options = null,
        FakeTimeProvider? clock = null,
        IServiceProvider? services = null)
    {
        var folder = mode is EngineMode.SessionsOnDisk or EngineMode.ReplayOnDisk
            ? Directory.CreateTempSubdirectory("durable-task-tests-")
            : null;
        var host = new EngineHost(folder, clock, path => DurableTaskTestHost.StartAsync(
            configure,
            engine =>
            {
                engine.DatabasePath = path;
                engine.ExtendedSessionsEnabled = mode is EngineMode.SessionsInMemory or EngineMode.SessionsOnDisk;
                options?.Invoke(engine);
            },
            clock,
            services));
        await host.ResumeAsync();
        return host;
    }

    /// <summary>Stops the engine as a process that ends would.</summary>
    public async Task StopAsync()
    {
        await Host.DisposeAsync();
        _host = null;
    }

    /// <summary>Starts an engine on what the one before has left.</summary>
    public async Task ResumeAsync() => _host = await _start(_folder is null ? null : Path.Combine(_folder.FullName, "hub.db"));

    public Task<string> ScheduleAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(name, input, options, Token);

    /// <summary>Starts an instance, and returns when its first turn is over.</summary>
    public async Task<string> StartedAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null)
    {
        var id = await ScheduleAsync(name, input, options);
        await Client.WaitForInstanceStartAsync(id, Token);
        return id;
    }

    public Task<OrchestrationMetadata> CompletionAsync(string id) =>
        Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, Token);

    /// <summary>Runs an instance to its end, whatever that is.</summary>
    public async Task<OrchestrationMetadata> RunAsync(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
        await CompletionAsync(await ScheduleAsync(name, input, options));

    /// <summary>Runs an instance that has to complete, and reads its output.</summary>
    public async Task<T?> OutputAsync<T>(TaskName name, object? input = null, StartOrchestrationOptions? options = null) =>
        Output<T>(await RunAsync(name, input, options));

    /// <summary>Waits for an instance that has to complete, and reads its output.</summary>
    public async Task<T?> OutputOfAsync<T>(string id) => Output<T>(await CompletionAsync(id));

    /// <summary>Runs an instance that has to fail, and returns why.</summary>
    public async Task<TaskFailureDetails> FailureAsync(TaskName name, object? input = null)
    {
        var metadata = await RunAsync(name, input);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        return Assert.IsType<TaskFailureDetails>(metadata.FailureDetails);
    }

    public async Task<OrchestrationMetadata> GetAsync(string id)
    {
        var metadata = await Client.GetInstanceAsync(id, getInputsAndOutputs: true, Token);
        return Assert.IsType<OrchestrationMetadata>(metadata);
    }

    public async Task<int> CountAsync<TEvent>(string id)
        where TEvent : HistoryEvent =>
        (await Engine.GetHistoryAsync(id, Token))?.OfType<TEvent>().Count() ?? 0;

    public Task UntilStatusAsync(string id, OrchestrationRuntimeStatus status) =>
        UntilAsync(async () => (await Client.GetInstanceAsync(id, Token))?.RuntimeStatus == status);

    /// <summary>Waits until the history holds so many events of a kind.</summary>
    public Task UntilHistoryAsync<TEvent>(string id, int count = 1)
        where TEvent : HistoryEvent => UntilAsync(async () => await CountAsync<TEvent>(id) >= count);

    public async Task UntilAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            await Task.Delay(s_pollInterval, TimeProvider.System, Token);
        }
    }

    /// <summary>Advances the clock step by step until something has happened.</summary>
    public Task AdvanceUntilAsync(Task happening, TimeSpan step) => UntilAsync(() =>
    {
        if (!happening.IsCompleted)
        {
            Clock.Advance(step);
        }

        return Task.FromResult(happening.IsCompleted);
    });

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        _deadline.Dispose();
        _folder?.Delete(recursive: true);
    }

    private static T? Output<T>(OrchestrationMetadata metadata)
    {
        Assert.Null(metadata.FailureDetails);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        return metadata.ReadOutputAs<T>();
    }
}
