using EmbeddedFunctions.DurableTask.Engine.Instances;

namespace EmbeddedFunctions.DurableTask.Engine.Timers;

/// <summary>Wakes instances when their next timer is due. One timer of the clock serves them all.</summary>
internal sealed class TimerQueue : IDisposable
{
    // The clock's timer counts the time that the computer is awake, a due time is one of the day: after a night with the lid closed
    // the two are hours apart. So the day is looked at this often while anyone sleeps.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Lock gate = new();
    private readonly PriorityQueue<InstanceActor, DateTime> queue = new();
    private readonly TimeProvider time;
    private readonly ITimer timer;
    private DateTime armedFor = DateTime.MaxValue;
    private bool stopped;

    public TimerQueue(TimeProvider time)
    {
        this.time = time;
        this.timer = time.CreateTimer(_ => this.Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The next moment at which anything is due; null when nothing sleeps.</summary>
    public DateTime? Next
    {
        get
        {
            lock (this.gate)
            {
                return this.queue.TryPeek(out _, out DateTime due) ? due : null;
            }
        }
    }

    /// <summary>Calls <see cref="InstanceActor.Wake(DateTime)"/> at the given time. An actor that has changed its mind by then ignores it.</summary>
    public void Schedule(InstanceActor actor, DateTime due)
    {
        lock (this.gate)
        {
            this.queue.Enqueue(actor, due);
            this.Arm();
        }
    }

    public void Dispose()
    {
        lock (this.gate)
        {
            this.stopped = true;
        }

        this.timer.Dispose();
    }

    private void Fire()
    {
        var due = new List<(InstanceActor Actor, DateTime At)>();
        lock (this.gate)
        {
            this.armedFor = DateTime.MaxValue;
            DateTime now = this.time.GetUtcNow().UtcDateTime;
            while (this.queue.TryPeek(out InstanceActor? actor, out DateTime at) && at <= now)
            {
                this.queue.Dequeue();
                due.Add((actor, at));
            }

            this.Arm();
        }

        foreach ((InstanceActor actor, DateTime at) in due)
        {
            actor.Wake(at);
        }
    }

    private void Arm()
    {
        if (this.stopped || !this.queue.TryPeek(out _, out DateTime due) || due >= this.armedFor)
        {
            return;
        }

        this.armedFor = due;
        DateTime before = this.time.GetUtcNow().UtcDateTime;
        this.timer.Change(Delay(due - before), Timeout.InfiniteTimeSpan);

        // A clock that is moved by hand may have moved in between, and the timer was set from where it stood before.
        if (this.time.GetUtcNow().UtcDateTime >= due)
        {
            ThreadPool.UnsafeQueueUserWorkItem(static queue => queue.Fire(), this, preferLocal: false);
        }
    }

    private static TimeSpan Delay(TimeSpan delay)
    {
        if (delay <= TimeSpan.Zero)
        {
            return TimeSpan.Zero;
        }

        // The system's timer counts whole milliseconds and may come early by a fraction of one.
        return delay > Longest ? Longest : TimeSpan.FromMilliseconds(Math.Ceiling(delay.TotalMilliseconds));
    }
}
