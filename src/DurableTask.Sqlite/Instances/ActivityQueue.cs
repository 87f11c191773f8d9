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
    private readonly Dictionary<long, Lane> lanes = [];
    private readonly Queue<Lane> fresh = new();
    private readonly Queue<Lane> turn = new();
    private readonly SemaphoreSlim available = new(0);
    private bool lastWasFresh;

    public void Enqueue(InstanceSession session, IReadOnlyCollection<TaskMessage> messages, int failedAttempts = 0)
    {
        if (messages.Count == 0)
        {
            return;
        }

        lock (this.gate)
        {
            if (!this.lanes.TryGetValue(session.Key, out Lane? lane))
            {
                lane = new Lane(session);
                this.lanes.Add(session.Key, lane);
                this.fresh.Enqueue(lane);
            }

            foreach (TaskMessage message in messages)
            {
                lane.Waiting.Enqueue((message, failedAttempts));
            }
        }

        this.available.Release(messages.Count);
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
            Queue<Lane> queue = this.lastWasFresh ? this.fresh : this.turn;
            Lane lane = queue.Peek();
            bool found = lane.Waiting.TryDequeue(out (TaskMessage Message, int FailedAttempts) next);
            bool isEmpty = lane.Waiting.Count == 0;
            if (this.lastWasFresh || isEmpty || ++lane.Given == GivenAtATime)
            {
                lane.Given = 0;
                queue.Dequeue();
                if (!isEmpty)
                {
                    this.turn.Enqueue(lane);
                }
            }

            if (!found)
            {
                continue;
            }

            if (isEmpty)
            {
                this.lanes.Remove(lane.Session.Key);
            }

            return new SqliteActivityWorkItem
            {
                Instance = lane.Session,
                TaskId = next.Message.Event.EventId,
                Id = $"{lane.Session.InstanceId}:{next.Message.Event.EventId}",
                LockedUntilUtc = DateTime.MaxValue,
                TaskMessage = next.Message,
                FailedAttempts = next.FailedAttempts,
            };
        }

        return null;
    }

    private sealed class Lane(InstanceSession session)
    {
        public InstanceSession Session { get; } = session;

        public Queue<(TaskMessage Message, int FailedAttempts)> Waiting { get; } = new();

        /// <summary>How many it has given in its turn.</summary>
        public int Given { get; set; }
    }
}
