using FunctionsHost.Worker;

namespace FunctionsHost.Timers;

/// <summary>Runs the timer functions, each in a loop of its own, so that no run of one overlaps another of the same.</summary>
internal sealed class TimerService(
    FunctionTable table,
    TimerStatusFile statuses,
    IFunctionInvoker invoker,
    HostDrain drain,
    HostSettings settings,
    TimeProvider time,
    ILoggerFactory loggers) : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Dictionary<string, TimerLoop> _loops = [];
    private Task _running = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _loops = table.Functions.Where(function => function.Timer is not null && !settings.ReadOnly)
            .Select(function => new TimerLoop(function, invoker, statuses, drain, time, loggers.CreateLogger<TimerLoop>()))
            .ToDictionary(loop => loop.Function, StringComparer.OrdinalIgnoreCase);
        _running = Task.WhenAll(_loops.Values.Select(loop => loop.RunAsync(_stopping.Token)).ToArray());
        return Task.CompletedTask;
    }

    /// <summary>Runs a timer function now, out of turn; false when there is no such function.</summary>
    public bool TryTrigger(string function)
    {
        if (!_loops.TryGetValue(function, out var loop))
        {
            return false;
        }

        loop.Trigger();
        return true;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        try
        {
            await _running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A run that outlasts the host's patience ends with the process; its occurrence is past due at the next start.
        }
    }

    public void Dispose() => _stopping.Dispose();
}
