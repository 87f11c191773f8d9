namespace FunctionsHost.Worker;

/// <summary>Starts workers. The default starts the app's own process; a test may run the worker in its own.</summary>
public interface IWorkerLauncher
{
    /// <summary>Starts a worker and returns without waiting for it to connect.</summary>
    /// <param name="start">What to start.</param>
    /// <exception cref="WorkerStartException">It cannot be started.</exception>
    IRunningWorker Launch(WorkerStart start);
}

/// <summary>A worker that was started.</summary>
public interface IRunningWorker : IAsyncDisposable
{
    /// <summary>Completes when the worker has ended, with a phrase that says how, such as <c>exit code 1</c>. Never fails.</summary>
    Task<string> Exited { get; }

    /// <summary>Ends the worker at once.</summary>
    void Kill();
}

/// <summary>What a launcher needs to start a worker.</summary>
/// <param name="AppDirectory">The app's folder: full path.</param>
/// <param name="Arguments">The arguments that tell the worker where its host is.</param>
/// <param name="Environment">The environment variables to add.</param>
/// <param name="Output">Takes each line that the worker prints. May be called from several threads.</param>
public sealed record WorkerStart(
    string AppDirectory,
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    Action<string> Output);

/// <summary>The worker cannot be started, or does not stay up. The message says what happened and shows the worker's last output.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">Why; null when the message says it all.</param>
public sealed class WorkerStartException(string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What the worker printed before it ended by itself; null when it did not end, or printed nothing.</summary>
    public string? WorkerOutput { get; init; }
}
