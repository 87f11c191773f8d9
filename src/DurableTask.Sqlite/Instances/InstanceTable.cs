using System.Collections.Concurrent;
using System.Threading.Channels;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Commits;

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
            this.Add(key, instanceId, executionId);
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

    // There is nothing to read of an instance that has just been created.
    private void Add(long key, string instanceId, string executionId) => this.With(key, instanceId, session =>
    {
        session.State = new OrchestrationRuntimeState();
        session.OpenTasks = [];
        session.ExecutionId = executionId;
    });

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
                session.State = null;
                session.WorkItem = null;
            }
        }

        this.Activities.Remove(key);
    }

    public void Clear()
    {
        foreach (long key in this.sessions.Keys)
        {
            this.Remove(key);
        }

        this.Timers.Clear();
    }

    /// <summary>The turn is over: the next may come.</summary>
    public void Release(InstanceSession session)
    {
        List<InstanceSession> evicted = [];
        lock (session.Gate)
        {
            if (session.IsRemoved || session.Phase != SessionPhase.Running)
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
            session.State = null;
            session.WorkItem = null;
            if (!rest)
            {
                session.Phase = SessionPhase.Idle;
                this.MakeReady(session);
                return;
            }

            session.Phase = SessionPhase.Resting;
            session.FailedAttempts++;
        }

        // Rest is for whatever failed to recover, which takes real time, whatever the clock of the orchestrations says.
        _ = Task.Delay(RestAfter(session.FailedAttempts), TimeProvider.System).ContinueWith(
            _ =>
            {
                lock (session.Gate)
                {
                    session.Phase = SessionPhase.Idle;
                    this.MakeReady(session);
                }
            },
            CancellationToken.None,
            TaskContinuationOptions.None,
            TaskScheduler.Default);
    }

    /// <summary>What a turn did to the state is forgotten; it is read from the file again.</summary>
    public static void Forget(InstanceSession session)
    {
        lock (session.Gate)
        {
            session.State = null;
            session.WorkItem = null;
        }
    }

    /// <summary>Puts an instance that was read without a turn to rest.</summary>
    public void Rest(InstanceSession session)
    {
        List<InstanceSession> evicted;
        lock (session.Gate)
        {
            if (session.IsRemoved || session.Phase != SessionPhase.Idle)
            {
                return;
            }

            evicted = this.cache.Add(session);
        }

        evicted.ForEach(this.Evict);
    }

    /// <summary>Gives an activity that failed to run to another dispatcher, after a rest.</summary>
    public void Return(SqliteActivityWorkItem item)
    {
        item.FailedAttempts++;
        _ = Task.Delay(RestAfter(item.FailedAttempts), TimeProvider.System).ContinueWith(
            _ => this.Activities.Requeue(item),
            CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion,
            TaskScheduler.Default);
    }

    private static TimeSpan RestAfter(int failedAttempts)
    {
        TimeSpan rest = FirstRest * Math.Pow(2, Math.Min(failedAttempts - 1, 10));
        return rest < MaxRest ? rest : MaxRest;
    }

    public void Dispose()
    {
        this.ready.Writer.TryComplete();
        this.Timers.Dispose();
        this.Activities.Dispose();
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

            session.State = null;
            session.WorkItem = null;

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
        if (entry.TimerId == TimerEntry.StartId)
        {
            this.LetStart(entry.Key);
            return;
        }

        DateTime now = this.time.GetUtcNow().UtcDateTime;
        this.Deliver(entry.Key, entry.InstanceId, new InboxMessage(0, new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = entry.InstanceId, ExecutionId = entry.ExecutionId },
            Event = new TimerFiredEvent(-1, entry.DueAt) { TimerId = entry.TimerId, Timestamp = now },
        }));
    }

    // One that is held is always in the table; if it is not, it was terminated or purged.
    private void LetStart(long key)
    {
        if (this.sessions.TryGetValue(key, out InstanceSession? session))
        {
            lock (session.Gate)
            {
                session.IsHeld = false;
                this.MakeReady(session);
            }
        }
    }
}
