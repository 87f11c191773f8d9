namespace FunctionsHost.Worker;

/// <summary>
/// Runs the worker in this process, so that a test can replace the app's services and debug both sides. One at a time: the ASP.NET Core
/// integration chooses one port for a whole process, and the environment variables are set for the process.
/// </summary>
/// <param name="run">
/// Builds and runs the worker until the token fires: <c>(args, cancellationToken) =&gt; FunctionsApplication.CreateBuilder(args)…Build().RunAsync(cancellationToken)</c>.
/// </param>
public sealed class InProcessWorkerLauncher(Func<string[], CancellationToken, Task> run) : IWorkerLauncher
{
    /// <inheritdoc/>
    public IRunningWorker Launch(WorkerStart start)
    {
        ArgumentNullException.ThrowIfNull(start);
        foreach (var (name, value) in start.Environment)
        {
            Environment.SetEnvironmentVariable(name, value);
        }

        return new Running(run, [.. start.Arguments]);
    }

    private sealed class Running : IRunningWorker
    {
        private readonly CancellationTokenSource _stop = new();
        private int _disposed;

        public Running(Func<string[], CancellationToken, Task> run, string[] arguments) => Exited = Task.Run(() => RunAsync(run, arguments));

        public Task<string> Exited { get; }

        public void Kill()
        {
            if (Volatile.Read(ref _disposed) == 0)
            {
                _stop.Cancel();
            }
        }

        public async ValueTask DisposeAsync()
        {
            // A start that fails gives up the worker in two places.
            if (Interlocked.Exchange(ref _disposed, 1) != 0)
            {
                return;
            }

            await _stop.CancelAsync().ConfigureAwait(false);
            await Exited.ConfigureAwait(false);
            _stop.Dispose();
        }

        private async Task<string> RunAsync(Func<string[], CancellationToken, Task> run, string[] arguments)
        {
            try
            {
                await run(arguments, _stop.Token).ConfigureAwait(false);
                return "its task completed";
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                return "it was stopped";
            }
            catch (Exception e)
            {
                return e.ToString();
            }
        }
    }
}
