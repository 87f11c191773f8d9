namespace EmbeddedFunctions.DurableTask.Testing;

/// <summary>A timer of a <see cref="SkippingTimeProvider"/>.</summary>
internal sealed class SkippingTimer(SkippingTimeProvider clock, TimerCallback callback, object? state) : ITimer
{
    private TimeSpan period = Timeout.InfiniteTimeSpan;

    public DateTimeOffset Due { get; set; }

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        this.period = period;
        clock.Set(this, dueTime);
        return true;
    }

    public void Fire()
    {
        if (this.period > TimeSpan.Zero)
        {
            clock.Set(this, this.period);
        }

        callback(state);
    }

    public void Dispose() => clock.Set(this, Timeout.InfiniteTimeSpan);

    public ValueTask DisposeAsync()
    {
        this.Dispose();
        return ValueTask.CompletedTask;
    }
}
