using System.Security.Cryptography;

namespace FunctionsHost.Worker;

/// <summary>Starts the app's worker: once as early as possible, and again whenever it is gone.</summary>
/// <param name="launcher">Starts it.</param>
/// <param name="appDirectory">The app's folder: full path.</param>
/// <param name="port">The port of the host's gRPC server on 127.0.0.1.</param>
/// <param name="environment">The environment variables to add.</param>
internal sealed class WorkerFactory(IWorkerLauncher launcher, string appDirectory, int port, IReadOnlyDictionary<string, string> environment)
{
    public string AppDirectory => appDirectory;

    /// <exception cref="WorkerStartException">It cannot be started.</exception>
    public WorkerAttempt Start()
    {
        var id = RandomNumberGenerator.GetHexString(32, lowercase: true);
        var request = Guid.NewGuid().ToString();
        var address = $"http://127.0.0.1:{port}/";
        string[] arguments =
        [
            "--host", "127.0.0.1", "--port", $"{port}", "--workerId", id, "--requestId", request, "--grpcMaxMessageLength", $"{int.MaxValue}",
            "--functions-uri", address, "--functions-worker-id", id, "--functions-request-id", request, "--functions-grpc-max-message-length", $"{int.MaxValue}",
        ];
        return new WorkerAttempt(id, launcher, new WorkerStart(appDirectory, arguments, environment, static _ => { }));
    }
}

/// <summary>One start of the worker: its id, its process, what it printed, and its channel once it has connected.</summary>
internal sealed class WorkerAttempt : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly BoundedLines _printed = new();
    private readonly IRunningWorker _worker;
    private Action<string>? _print;
    private bool _disposed;

    public WorkerAttempt(string id, IWorkerLauncher launcher, WorkerStart start)
    {
        Id = id;
        _worker = launcher.Launch(start with { Output = Print });
    }

    /// <summary>What the worker introduces itself by. Long and random: it is what keeps other local processes from being the worker.</summary>
    public string Id { get; }

    /// <summary>Completes when the worker has connected.</summary>
    public TaskCompletionSource<WorkerChannel> Connected { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> Exited => _worker.Exited;

    /// <summary>What the worker printed last; null when that is nothing.</summary>
    public string? Printed => _printed.ToString() is { Length: > 0 } text ? text : null;

    /// <summary>What the worker printed last, as the end of an error message.</summary>
    public string LastOutput => Printed is { } text ? $" Its last output:{Environment.NewLine}{text}" : " It printed nothing.";

    /// <summary>Passes on each line that is printed from now on, and what was printed before.</summary>
    public void ShowOutput(Action<string> print)
    {
        lock (_lock)
        {
            _print = print;
            foreach (var line in _printed.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries))
            {
                print(line);
            }
        }
    }

    public void Kill() => _worker.Kill();

    public ValueTask DisposeAsync() => Interlocked.Exchange(ref _disposed, true) ? ValueTask.CompletedTask : _worker.DisposeAsync();

    private void Print(string line)
    {
        lock (_lock)
        {
            _printed.Add(line);
            _print?.Invoke(line);
        }
    }
}
