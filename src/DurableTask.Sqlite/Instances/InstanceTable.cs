using System.Collections.Concurrent;
using System.Threading.Channels;

namespace DurableTask.Sqlite.Instances;

/// <summary>The instances that are not at rest, and the way from a message to a dispatcher.</summary>
internal sealed class InstanceTable : IDisposable
{
    private static readonly TimeSpan FirstRest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxRest = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<long, InstanceSession> sessions = new();
    private readonly Channel<InstanceSession> ready = Channel.CreateUnbounded<InstanceSession>();
    private readonly StateCache cache;
    private readonly TimeProvider time;

    public InstanceTable(TimeProvider time, long maxCachedBytes)
    {
        this.time = time;
        this.cache = new StateCache(maxCachedBytes);
        this.Timers = new TimerQueue(time, this.Fire);
    }

    /// <summary>How many instances are in memory.</summary>
    public int Count => this.sessions.Count;

    public ActivityQueue Activities { get; } = new();

    public TimerQueue Timers { get; }

    public InstanceWaiters Waiters { get; } = new();

    public ValueTask<InstanceSession> DequeueReadyAsync(CancellationToken cancellationToken) => this.ready.Reader.ReadAsync(cancellationToken);

    /// <summary>Makes a transaction's effects visible.</summary>
    public void Apply(Effects effects)
    {
        foreach ((long key, string instanceId) in effects.Ended)
        {
            this.Remove(key);
            this.Waiters.Signal(instanceId);
        }

        foreach ((long key, string instanceId, string executionId, DateTime? startAt) in effects.Created)
        {
            // There is nothing to read of an instance that has just been created.
            this.With(key, instanceId, session => (session.State, session.OpenTasks, session.ExecutionId) = (new OrchestrationRuntimeState(), [], executionId));
            if (startAt is not null)
            {
                this.Hold(key, instanceId, startAt.Value);
            }
        }

        foreach ((long key, string instanceId, InboxMessage message) in effects.Delivered)
        {
            this.Deliver(key, instanceId, message);
        }
    }

    public void Deliver(long key, string instanceId, InboxMessage message) => this.With(key, instanceId, session =>
    {
        if (message.RowId == 0 || message.RowId > session.ReadUpToRow)
        {
            session.Inbox.Add(message);
            this.MakeReady(session);
        }
    });

    /// <summary>Takes an activity's outcome, unless nobody waits for it any more.</summary>
    public void DeliverOutcome(SqliteActivityWorkItem item, TaskMessage outcome)
    {
        InstanceSession session = item.Instance;
        lock (session.Gate)
        {
            if (IsWanted(item))
            {
                session.Inbox.Add(new InboxMessage(0, outcome));
                this.MakeReady(session);
            }
        }
    }

    /// <summary>Whether the execution that scheduled an activity is still there and without its outcome.</summary>
    public static bool IsWanted(SqliteActivityWorkItem item) =>
        !item.Instance.IsRemoved
        && item.Instance.ExecutionId == (item.TaskMessage.OrchestrationInstance.ExecutionId ?? "")
        && item.Instance.OpenTasks?.Contains(item.TaskId) == true;

    /// <summary>Keeps an instance from starting before its time.</summary>
    public void Hold(long key, string instanceId, DateTime startAt, bool hasStoredInbox = false)
    {
        this.With(key, instanceId, session =>
        {
            session.IsHeld = true;
            session.HasStoredInbox |= hasStoredInbox;
        });
        this.Timers.Add([new TimerEntry(startAt, key, TimerEntry.StartId, instanceId, "")]);
    }

    /// <summary>After a start: this instance's inbox in the file is not empty.</summary>
    public void Wake(long key, string instanceId) => this.With(key, instanceId, session =>
    {
        session.HasStoredInbox = true;
        this.MakeReady(session);
    });

    /// <summary>After a start: this instance has activities to give out again.</summary>
    public InstanceSession GetOrAdd(long key, string instanceId) => this.sessions.GetOrAdd(key, static (key, id) => new InstanceSession(key, id), instanceId);

    /// <summary>Forgets an instance that has ended or is gone.</summary>
    public void Remove(long key)
    {
        if (this.sessions.TryRemove(key, out InstanceSession? session))
        {
            this.cache.Remove(session);
            lock (session.Gate)
            {
                session.IsRemoved = true;
                session.Inbox.Clear();
                session.Forget();
            }
        }

        this.Activities.Remove(key);
    }

    /// <summary>The turn is over, or the instance was read without one: the next may come.</summary>
    public void Release(InstanceSession session, SessionPhase phase = SessionPhase.Running)
    {
        List<InstanceSession> evicted = [];
        lock (session.Gate)
        {
            if (session.IsRemoved || session.Phase != phase)
            {
                return;
            }

            session.FailedAttempts = 0;
            session.Phase = SessionPhase.Idle;
            this.MakeReady(session);
            if (session.Phase == SessionPhase.Idle)
            {
                evicted = this.cache.Add(session);
            }
        }

        evicted.ForEach(this.Evict);
    }

    /// <summary>The turn failed: its messages wait for the next attempt, and what it did to the state is forgotten.</summary>
    public void Return(InstanceSession session, IReadOnlyList<InboxMessage> taken, bool rest)
    {
        lock (session.Gate)
        {
            if (session.IsRemoved || session.Phase != SessionPhase.Running)
            {
                return;
            }

            session.Inbox.InsertRange(0, taken);
            session.Forget();
            session.Phase = SessionPhase.Resting;
        }

        AfterRest(rest ? ++session.FailedAttempts : 0, () =>
        {
            lock (session.Gate)
            {
                session.Phase = SessionPhase.Idle;
                this.MakeReady(session);
            }
        });
    }

    /// <summary>Gives an activity that failed to run to another dispatcher, after a rest.</summary>
    public void Return(SqliteActivityWorkItem item) => AfterRest(++item.FailedAttempts, () => this.Activities.Enqueue(item.Instance, [item.TaskMessage], item.FailedAttempts));

    public void Dispose()
    {
        this.ready.Writer.TryComplete();
        this.Timers.Dispose();
        this.Activities.Dispose();
    }

    // Rest is for whatever failed to recover, which takes real time, whatever the clock of the orchestrations says.
    private static void AfterRest(int failedAttempts, Action goOn)
    {
        TimeSpan rest = failedAttempts == 0 ? TimeSpan.Zero : FirstRest * Math.Pow(2, Math.Min(failedAttempts - 1, 10));
        _ = Task.Delay(rest < MaxRest ? rest : MaxRest, TimeProvider.System).ContinueWith(_ => goOn(), TaskScheduler.Default);
    }

    // The caller holds the session's gate.
    private void MakeReady(InstanceSession session)
    {
        if (session is { IsRemoved: false, Phase: SessionPhase.Idle, IsHeld: false } && (session.Inbox.Count > 0 || session.HasStoredInbox))
        {
            session.Phase = SessionPhase.Ready;
            this.cache.Remove(session);
            this.ready.Writer.TryWrite(session);
        }
    }

    private void With(long key, string instanceId, Action<InstanceSession> change)
    {
        while (true)
        {
            InstanceSession session = this.GetOrAdd(key, instanceId);
            lock (session.Gate)
            {
                if (!session.IsRemoved)
                {
                    change(session);
                    return;
                }
            }
        }
    }

    private void Evict(InstanceSession session)
    {
        lock (session.Gate)
        {
            if (session.IsRemoved || session.Phase != SessionPhase.Idle)
            {
                return;
            }

            session.Forget();

            // One with activities under way stays, without its state: their outcomes are for this session.
            if (session is { OpenTasks: null or { Count: 0 }, Inbox.Count: 0, HasStoredInbox: false, IsHeld: false })
            {
                session.IsRemoved = true;
                this.sessions.TryRemove(session.Key, out _);
            }
        }
    }

    private void Fire(TimerEntry entry)
    {
        if (entry.TimerId != TimerEntry.StartId)
        {
            this.Deliver(entry.Key, entry.InstanceId, new InboxMessage(0, new TaskMessage
            {
                OrchestrationInstance = new OrchestrationInstance { InstanceId = entry.InstanceId, ExecutionId = entry.ExecutionId },
                Event = new TimerFiredEvent(-1, entry.DueAt) { TimerId = entry.TimerId, Timestamp = this.time.GetUtcNow().UtcDateTime },
            }));
        }
        else if (this.sessions.TryGetValue(entry.Key, out InstanceSession? session))
        {
            // One that is held is always in the table; if it is not, it was terminated or purged.
            lock (session.Gate)
            {
                session.IsHeld = false;
                this.MakeReady(session);
            }
        }
    }
}
