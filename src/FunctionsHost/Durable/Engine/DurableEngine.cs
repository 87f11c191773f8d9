using FunctionsHost.Durable.Storage;

namespace FunctionsHost.Durable.Engine;

/// <summary>Runs the task hub: takes turns and activities from the storage and has the worker do them.</summary>
internal sealed partial class DurableEngine(
    TaskHub hub,
    OrchestratorTurns turns,
    ActivityCalls activities,
    DrainState drain,
    DurableOptions options,
    ILoggerFactory loggers) : IDisposable
{
    private readonly ILogger _logger = loggers.CreateLogger<DurableEngine>();
    private readonly ObservedService _service = new(hub.Service, drain);
    private Task? _opening;
    private TaskHubWorker? _worker;
    private bool _started;

    public void Dispose() => _worker?.Dispose();

    /// <summary>Opens the task hub; a new one is created. Only the first call does. What takes work is made here too: the worker starts meanwhile.</summary>
    public Task OpenAsync() => _opening ??= Task.Run(async () =>
    {
        _worker = NewWorker();
        await hub.Service.CreateIfNotExistsAsync().ConfigureAwait(false);
    });

    /// <summary>Opens the task hub and begins to take work. The worker must be ready: a function that it does not have fails its instances.</summary>
    public async Task StartAsync()
    {
        await OpenAsync().ConfigureAwait(false);
        _started = true;
        await _worker!.StartAsync().ConfigureAwait(false);
        _worker.TaskOrchestrationDispatcher.IncludeParameters = options.StoreInputs;
    }

    /// <summary>Takes nothing new, gives what runs time to end, and gives back what did not: it is done again after a restart.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        if (!_started)
        {
            return;
        }

        if (await drain.StopAsync(options.DrainTimeout, cancellationToken).ConfigureAwait(false) is > 0 and var left)
        {
            LogCutShort(left, options.DrainTimeout.TotalSeconds);
        }

        await _worker!.StopAsync(isForced: true).ConfigureAwait(false);
    }

    private TaskHubWorker NewWorker()
    {
        var worker = new TaskHubWorker(
            _service,
            new StandIns<TaskOrchestration>(new StandInOrchestration()),
            new StandIns<TaskActivity>(new StandInActivity()),
            loggers)
        {
            ErrorPropagationMode = ErrorPropagationMode.UseFailureDetails,
        };
        worker.AddOrchestrationDispatcherMiddleware((context, _) => turns.RunAsync(context));
        worker.AddActivityDispatcherMiddleware((context, _) => activities.RunAsync(context));
        return worker;
    }

    [LoggerMessage(1, LogLevel.Warning, "{Count} activities or turns did not end within {Seconds} s; they are done again after a restart")]
    private partial void LogCutShort(int count, double seconds);
}

/// <summary>
/// Answers the engine for every name: it looks an orchestration or activity up before the middleware runs, which then does the
/// work itself and never calls what was found.
/// </summary>
internal sealed class StandIns<T>(T standIn) : INameVersionObjectManager<T>
{
    public void Add(ObjectCreator<T> creator) => throw new NotSupportedException();

    public T GetObject(string name, string? version) => standIn;
}

internal sealed class StandInOrchestration : TaskOrchestration
{
    public override Task<string> Execute(OrchestrationContext context, string input) => throw new NotSupportedException();

    public override void RaiseEvent(OrchestrationContext context, string name, string input) => throw new NotSupportedException();

    public override string? GetStatus() => null;
}

internal sealed class StandInActivity : TaskActivity
{
    public override string Run(TaskContext context, string input) => throw new NotSupportedException();
}
