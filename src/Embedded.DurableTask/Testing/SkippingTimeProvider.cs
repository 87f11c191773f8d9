namespace EmbeddedFunctions.DurableTask.Testing;

/// <summary>
/// A clock for tests that stands still while the engine works and jumps to the next timer when it has nothing else to do: a durable
/// timer of 12 hours takes no time at all. One clock serves one engine.
/// </summary>
/// <param name="start">The time to begin at.</param>
public sealed class SkippingTimeProvider(DateTimeOffset start) : TimeProvider, IDisposable
{
    // How often the engine is looked at; it has to be idle on two looks in a row before the clock jumps.
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly List<SkippingTimer> timers = [];
    private readonly CancellationTokenSource stop = new();
    private DateTimeOffset now = start.ToUniversalTime();

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (this.gate)
        {
            return this.now;
        }
    }

    /// <inheritdoc/>
    public override long GetTimestamp() => this.GetUtcNow().Ticks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        var timer = new SkippingTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.stop.Cancel();
        this.stop.Dispose();
    }

    /// <summary>Starts to jump for the engine's timers. A test host does it by itself.</summary>
    /// <param name="engine">The started engine that this clock serves.</param>
    public void Attach(DurableTaskEngine engine) => _ = this.JumpAsync(engine, this.stop.Token);

    internal void Set(SkippingTimer timer, TimeSpan dueTime)
    {
        lock (this.gate)
        {
            this.timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = this.now + dueTime;
                this.timers.Add(timer);
            }
        }
    }

    private async Task JumpAsync(DurableTaskEngine engine, CancellationToken cancellation)
    {
        int idle = 0;
        while (!cancellation.IsCancellationRequested)
        {
            await Task.Delay(Look, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            idle = engine.Runtime.IsBusy ? 0 : idle + 1;
            if (idle >= 2 && engine.Runtime.Timers.Next is { } next)
            {
                this.JumpTo(next);
                idle = 0;
            }
        }
    }

    private void JumpTo(DateTime target)
    {
        List<SkippingTimer> due;
        lock (this.gate)
        {
            if (target > this.now.UtcDateTime)
            {
                this.now = new DateTimeOffset(target, TimeSpan.Zero);
            }

            // The engine sets its timers in whole milliseconds, rounded up, so the one to fire may be due a fraction later.
            DateTimeOffset soon = this.now.AddMilliseconds(1);
            due = [.. this.timers.Where(t => t.Due <= soon).OrderBy(t => t.Due)];
            this.timers.RemoveAll(due.Contains);
        }

        foreach (SkippingTimer timer in due)
        {
            timer.Fire();
        }
    }
}
