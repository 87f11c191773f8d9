using System.Threading.Channels;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>What timer functions did, and a gate to hold them.</summary>
public sealed class TimerRuns
{
    private readonly Channel<(string Function, TimerInfo Timer)> _runs = Channel.CreateUnbounded<(string, TimerInfo)>();
    private int _running;

    public Task Gate { get; set; } = Task.CompletedTask;

    public int Most { get; private set; }

    public bool Fail { get; set; }

    public async Task RunAsync(string function, TimerInfo timer)
    {
        Most = Math.Max(Most, Interlocked.Increment(ref _running));
        _runs.Writer.TryWrite((function, timer));
        await Gate;
        Interlocked.Decrement(ref _running);
        if (Fail)
        {
            throw new InvalidOperationException("a bad run");
        }
    }

    /// <summary>The next run, whenever it comes.</summary>
    public async Task<(string Function, TimerInfo Timer)> NextAsync()
        => await _runs.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));

    public bool TryNext(out (string Function, TimerInfo Timer) run) => _runs.Reader.TryRead(out run);
}
