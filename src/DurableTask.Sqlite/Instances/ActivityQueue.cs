using DurableTask.Core;

namespace DurableTask.Sqlite.Instances;

/// <summary>
/// Activities that wait for a dispatcher, a lane for each instance. Lanes take turns, so that a large fan-out does not hold up the others:
/// one that had nothing waiting gets its first activity out before the next of theirs; after that each gives a few at a time, since
/// outcomes that come together are taken in one turn of the orchestrator.
/// </summary>
internal sealed class ActivityQueue : IDisposable
{
    private const int GivenAtATime = 32;

    private readonly Lock gate = new();
    private readonly Queue<Lane> fresh = new();
    private readonly Queue<Lane> turn = new();
    private bool lastWasFresh;
    private readonly Dictionary<long, Lane> lanes = [];
    private readonly SemaphoreSlim available = new(0);

    public void Enqueue(InstanceSession session, IReadOnlyCollection<TaskMessage> messages)
    {
        if (messages.Count == 0)
        {
            return;
        }

        lock (this.gate)
        {
            Lane lane = this.LaneOf(session);
            foreach (TaskMessage message in messages)
            {
                lane.Waiting.Enqueue((message, 0));
            }
        }

        this.available.Release(messages.Count);
    }

    /// <summary>Puts back an activity that failed to run.</summary>
    public void Requeue(SqliteActivityWorkItem item)
    {
        lock (this.gate)
        {
            this.LaneOf(item.Instance).Waiting.Enqueue((item.TaskMessage, item.FailedAttempts));
        }

        this.available.Release();
    }

    /// <exception cref="OperationCanceledException">The token was cancelled while nothing waited.</exception>
    public async Task<SqliteActivityWorkItem> DequeueAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await this.available.WaitAsync(cancellationToken).ConfigureAwait(false);
            lock (this.gate)
            {
                // Nothing is there if the activities behind this release were removed.
                if (this.TakeNext() is SqliteActivityWorkItem item)
                {
                    return item;
                }
            }
        }
    }

    /// <summary>Forgets the activities of an instance that has ended or begun another execution.</summary>
    public void Remove(long key)
    {
        lock (this.gate)
        {
            if (this.lanes.Remove(key, out Lane? lane))
            {
                lane.Waiting.Clear();
            }
        }
    }

    public void Dispose() => this.available.Dispose();

    // The caller holds the gate.
    private SqliteActivityWorkItem? TakeNext()
    {
        while (this.fresh.Count + this.turn.Count > 0)
        {
            // Old and new alternate, so that many small instances do not hold up a large one either.
            this.lastWasFresh = this.fresh.Count > 0 && (this.turn.Count == 0 || !this.lastWasFresh);
            Lane lane = this.lastWasFresh ? this.fresh.Dequeue() : this.turn.Peek();
            SqliteActivityWorkItem? item = lane.TakeNext();
            bool isEmpty = lane.Waiting.Count == 0;
            if (isEmpty && item is not null)
            {
                this.lanes.Remove(lane.Session.Key);
            }

            if (this.lastWasFresh)
            {
                lane.Given = 0;
                if (!isEmpty)
                {
                    this.turn.Enqueue(lane);
                }
            }
            else if (isEmpty || ++lane.Given == GivenAtATime)
            {
                lane.Given = 0;
                this.turn.Dequeue();
                if (!isEmpty)
                {
                    this.turn.Enqueue(lane);
                }
            }

            if (item is not null)
            {
                return item;
            }
        }

        return null;
    }

    // The caller holds the gate.
    private Lane LaneOf(InstanceSession session)
    {
        if (!this.lanes.TryGetValue(session.Key, out Lane? lane))
        {
            lane = new Lane(session);
            this.lanes.Add(session.Key, lane);
            this.fresh.Enqueue(lane);
        }

        return lane;
    }

    private sealed class Lane(InstanceSession session)
    {
        public InstanceSession Session { get; } = session;

        public Queue<(TaskMessage Message, int FailedAttempts)> Waiting { get; } = new();

        /// <summary>How many it has given in its turn.</summary>
        public int Given { get; set; }

        public SqliteActivityWorkItem? TakeNext() => !this.Waiting.TryDequeue(out (TaskMessage Message, int FailedAttempts) next) ? null : new SqliteActivityWorkItem
        {
            Instance = this.Session,
            TaskId = next.Message.Event.EventId,
            Id = $"{this.Session.InstanceId}:{next.Message.Event.EventId}",
            LockedUntilUtc = DateTime.MaxValue,
            TaskMessage = next.Message,
            FailedAttempts = next.FailedAttempts,
        };
    }
}
