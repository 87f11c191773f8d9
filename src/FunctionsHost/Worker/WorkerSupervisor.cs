using System.Diagnostics;

namespace FunctionsHost.Worker;

/// <summary>
/// Keeps one worker running: waits for the first one to load its functions, starts another when it is gone, and ends the host when none stays up.
/// </summary>
internal sealed partial class WorkerSupervisor(
    WorkerFactory factory,
    WorkerAttempt first,
    WorkerStartup startup,
    WorkerLog log,
    HostSettings settings,
    IHostApplicationLifetime lifetime,
    ILogger<WorkerSupervisor> logger) : IHostedService, IAsyncDisposable
{
    private const int MaxFailures = 6;

    /// <summary>A worker with ASP.NET Core looks for a free port and listens on it a moment later: another process may have taken it in between.</summary>
    private const int MaxPortConflicts = 3;

    private const string PortTaken = "AddressInUseException";

    /// <summary>A worker that ran for this long did not fail at its start: the next one gets every try again.</summary>
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan RestartPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _stopping = new();
    private WorkerAttempt _attempt = first;
    private volatile TaskCompletionSource<WorkerChannel> _ready = NewReady();
    private volatile WorkerChannel? _current;
    private Task _watching = Task.CompletedTask;

    /// <summary>Why the host gave up on its worker; null when it did not.</summary>
    public WorkerStartException? Failure { get; private set; }

    /// <summary>The connected worker. While it is being restarted this waits, for some seconds.</summary>
    /// <exception cref="WorkerUnavailableException">There is none.</exception>
    public ValueTask<WorkerChannel> GetChannelAsync(CancellationToken cancellationToken)
    {
        var current = _current;
        return current is not null ? new(current) : WaitAsync(_ready.Task, cancellationToken);
    }

    /// <summary>Gives a connecting worker its channel; null when it is not the one that was started last, or a second of the same id.</summary>
    public WorkerChannel? Accept(Func<string, bool> isWorker)
    {
        lock (_lock)
        {
            if (_attempt.Connected.Task.IsCompleted || !isWorker(_attempt.Id))
            {
                return null;
            }

            var channel = new WorkerChannel(log) { FunctionIds = new Dictionary<string, string>() };
            _attempt.Connected.SetResult(channel);
            return channel;
        }
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _attempt.ShowOutput(log.Print);
        var channel = await BringUpFirstAsync(cancellationToken).ConfigureAwait(false);
        _current = channel;
        _ready.SetResult(channel);
        _watching = WatchAsync(channel);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_current is { } channel)
        {
            channel.Terminate();
            try
            {
                await _attempt.Exited.WaitAsync(StopPatience, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is TimeoutException or OperationCanceledException)
            {
                Log.Killed(logger);
            }

            channel.End("The host has stopped.");
        }

        await _watching.ConfigureAwait(false);
        await _attempt.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Not stopped before: another part of the host did not start.
        if (!_stopping.IsCancellationRequested)
        {
            await _stopping.CancelAsync().ConfigureAwait(false);
        }

        await _attempt.DisposeAsync().ConfigureAwait(false);
        await _watching.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static TaskCompletionSource<WorkerChannel> NewReady() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async ValueTask<WorkerChannel> WaitAsync(Task<WorkerChannel> ready, CancellationToken cancellationToken)
    {
        try
        {
            return await ready.WaitAsync(RestartPatience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            throw new WorkerUnavailableException("The worker is being restarted.");
        }
    }

    private async Task<WorkerChannel> BringUpFirstAsync(CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await BringUpAsync(_attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (WorkerStartException e) when (failures < MaxPortConflicts && e.WorkerOutput?.Contains(PortTaken, StringComparison.Ordinal) == true)
            {
                Log.PortTaken(logger);
                await StartAnotherAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<WorkerAttempt> StartAnotherAsync()
    {
        var attempt = factory.Start();
        var old = _attempt;
        lock (_lock)
        {
            _attempt = attempt;
        }

        await old.DisposeAsync().ConfigureAwait(false);
        attempt.ShowOutput(log.Print);
        return attempt;
    }

    private async Task<WorkerChannel> BringUpAsync(WorkerAttempt attempt, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping.Token);
        timeout.CancelAfter(settings.WorkerStartTimeout);
        var starting = startup.RunAsync(attempt, timeout.Token);
        if (await Task.WhenAny(starting, attempt.Exited).ConfigureAwait(false) == attempt.Exited && !starting.IsCompletedSuccessfully)
        {
            await timeout.CancelAsync().ConfigureAwait(false);
            await ((Task)starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw new WorkerStartException($"The worker ended while it started ({await attempt.Exited.ConfigureAwait(false)}).{attempt.LastOutput}") { WorkerOutput = attempt.Printed };
        }

        try
        {
            return await starting.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && !_stopping.IsCancellationRequested)
        {
            throw new WorkerStartException($"The worker did not load its functions within {settings.WorkerStartTimeout.TotalSeconds:0} seconds.{attempt.LastOutput}");
        }
        catch (WorkerUnavailableException e)
        {
            throw new WorkerStartException($"The worker closed its channel while it started.{attempt.LastOutput}", e);
        }
    }

    private async Task WatchAsync(WorkerChannel channel)
    {
        var failures = 0;
        while (!_stopping.IsCancellationRequested)
        {
            var started = Stopwatch.GetTimestamp();
            await Task.WhenAny(_attempt.Exited, channel.Ended).ConfigureAwait(false);
            if (_stopping.IsCancellationRequested)
            {
                return;
            }

            // Whoever asks for a worker from here on waits for the next one; whoever waits for an outcome is told.
            _ready = NewReady();
            _current = null;
            _attempt.Kill();
            var how = await _attempt.Exited.ConfigureAwait(false);
            channel.End($"The worker has ended ({how}).");
            Log.Ended(logger, how);
            failures = Stopwatch.GetElapsedTime(started) < Stable ? failures + 1 : 1;
            if (await RestartAsync(failures).ConfigureAwait(false) is not { } next)
            {
                return;
            }

            (channel, failures) = next;
            _current = channel;
            _ready.SetResult(channel);
            Log.Restarted(logger);
        }
    }

    private async Task<(WorkerChannel Channel, int Failures)?> RestartAsync(int failures)
    {
        var (reason, cause) = ("It ends soon after each start.", (Exception?)null);
        for (; failures < MaxFailures; failures++)
        {
            try
            {
                var delay = failures == 1 ? TimeSpan.Zero : TimeSpan.FromSeconds(0.25 * Math.Pow(2, failures - 1));
                await Task.Delay(delay, _stopping.Token).ConfigureAwait(false);
                var attempt = await StartAnotherAsync().ConfigureAwait(false);
                return (await BringUpAsync(attempt, _stopping.Token).ConfigureAwait(false), failures);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return null;
            }
            catch (Exception e)
            {
                // Whatever a worker answers: nobody else is there to start the next one.
                _attempt.Kill();
                (reason, cause) = (e.Message, e);
                Log.NotRestarted(logger, e.Message);
            }
        }

        Failure = new WorkerStartException($"The worker failed {failures} times in a row; the host ends. {reason}", cause);
        Log.GivenUp(logger, Failure.Message);
        _ready.SetException(new WorkerUnavailableException("The worker does not stay up."));
        lifetime.StopApplication();
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "The worker has ended ({How}); it is started again.")]
        public static partial void Ended(ILogger logger, string how);

        [LoggerMessage(2, LogLevel.Warning, "The worker runs again.")]
        public static partial void Restarted(ILogger logger);

        [LoggerMessage(3, LogLevel.Error, "{Message}")]
        public static partial void NotRestarted(ILogger logger, string message);

        [LoggerMessage(4, LogLevel.Critical, "{Message}")]
        public static partial void GivenUp(ILogger logger, string message);

        [LoggerMessage(5, LogLevel.Warning, "The worker did not stop when it was told to; it is killed.")]
        public static partial void Killed(ILogger logger);

        [LoggerMessage(6, LogLevel.Warning, "The port that the worker chose was taken by another process; the worker is started again.")]
        public static partial void PortTaken(ILogger logger);
    }
}
