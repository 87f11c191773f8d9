namespace DurableTask.Sqlite.Instances;

/// <summary>A durable timer, or with <see cref="StartId"/> an instance's scheduled start.</summary>
internal sealed record TimerEntry(DateTime DueAt, long Key, int TimerId, string InstanceId, string ExecutionId) : IComparable<TimerEntry>
{
    public const int StartId = int.MinValue;

    public int CompareTo(TimerEntry? other) => other is null
        ? 1
        : (this.DueAt, this.Key, this.TimerId).CompareTo((other.DueAt, other.Key, other.TimerId));
}

/// <summary>Calls back when timers are due. One timer of the clock serves them all.</summary>
internal sealed class TimerQueue : IDisposable
{
    // The clock's timer counts the time that the computer is awake, a due time is one of the day: after a night with the lid closed, or
    // when someone sets the clock, the two are hours apart. So the day is looked at this often while anything waits.
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly SortedSet<TimerEntry> entries = [];
    private readonly TimeProvider time;
    private readonly Action<TimerEntry> fire;
    private readonly ITimer timer;
    private bool disposed;

    public TimerQueue(TimeProvider time, Action<TimerEntry> fire)
    {
        this.time = time;
        this.fire = fire;
        this.timer = time.CreateTimer(_ => this.Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(IReadOnlyCollection<TimerEntry> added)
    {
        if (added.Count == 0)
        {
            return;
        }

        lock (this.gate)
        {
            TimerEntry? before = this.entries.Min;
            this.entries.UnionWith(added);
            if (!ReferenceEquals(before, this.entries.Min))
            {
                this.Arm();
            }
        }
    }

    public void Remove(TimerEntry entry)
    {
        lock (this.gate)
        {
            this.entries.Remove(entry);
        }
    }

    public void Dispose()
    {
        lock (this.gate)
        {
            this.disposed = true;
        }

        this.timer.Dispose();
    }

    private void Fire()
    {
        var due = new List<TimerEntry>();
        lock (this.gate)
        {
            if (this.disposed)
            {
                return;
            }

            DateTime now = this.time.GetUtcNow().UtcDateTime;
            while (this.entries.Min is TimerEntry entry && entry.DueAt <= now)
            {
                this.entries.Remove(entry);
                due.Add(entry);
            }

            this.Arm();
        }

        foreach (TimerEntry entry in due)
        {
            this.fire(entry);
        }
    }

    private void Arm()
    {
        if (this.disposed || this.entries.Min is not TimerEntry first)
        {
            return;
        }

        TimeSpan delay = first.DueAt - this.time.GetUtcNow().UtcDateTime;

        // The system's timer counts whole milliseconds and may come early by a fraction of one.
        this.timer.Change(TimeSpan.FromMilliseconds(Math.Ceiling(Math.Clamp(delay.TotalMilliseconds, 0, MaxDelay.TotalMilliseconds))), Timeout.InfiniteTimeSpan);

        // A clock that is moved by hand may have moved in between, and the timer was set from where it stood before.
        if (this.time.GetUtcNow().UtcDateTime >= first.DueAt)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Fire(), this, preferLocal: false);
        }
    }
}
