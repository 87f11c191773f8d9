using System.Text.Json;
using System.Threading.Channels;
using FunctionsHost.Timers;
using FunctionsHost.Worker.Protocol;

namespace FunctionsHost.Tests.Timers;

/// <summary>What the worker's timer extension makes of the trigger's value.</summary>
internal sealed record TimerInfo(ScheduleStatus? ScheduleStatus, bool IsPastDue);

/// <summary>Notes the runs of timer functions, and decides how they end. A function that is retried is named by its count.</summary>
internal sealed class TimerRuns
{
    private readonly Channel<(string Function, TimerInfo Timer)> _runs = Channel.CreateUnbounded<(string, TimerInfo)>();
    private int _running;

    /// <summary>What each run waits for.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Whether runs fail.</summary>
    public bool Fail { get; set; }

    /// <summary>The most runs at a time.</summary>
    public int Most { get; private set; }

    public async Task<InvocationResponse> RunAsync(string function, InvocationRequest request, CancellationToken cancellationToken)
    {
        Most = Math.Max(Most, Interlocked.Increment(ref _running));
        var retry = request.RetryContext;
        var timer = JsonSerializer.Deserialize<TimerInfo>(request.InputData.Single().Data.Json)!;
        await _runs.Writer.WriteAsync((retry is null ? function : $"{retry.RetryCount}/{retry.MaxRetryCount}", timer), cancellationToken);
        await Gate;
        Interlocked.Decrement(ref _running);
        return Fail ? throw new InvalidOperationException("again") : new InvocationResponse { Result = new StatusResult { Status = StatusResult.Types.Status.Success } };
    }

    public bool TryNext(out (string Function, TimerInfo Timer) run) => _runs.Reader.TryRead(out run);

    public async Task<(string Function, TimerInfo Timer)> NextAsync() => await _runs.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60));
}
