using EmbeddedFunctions.DurableTask.Engine.Activities;
using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>
/// One unfinished instance in memory: its mailbox, and one turn at a time. A turn takes all the mail there is, runs the orchestrator,
/// and queues one commit; only when that is on disk are its activities, timers, children and messages let go.
/// </summary>
internal sealed partial class InstanceActor(EngineRuntime engine, string instanceId) : IThreadPoolWorkItem
{
    private readonly Lock gate = new();

    // Activities that were dispatched and whose outcome no committed turn has consumed.
    private readonly HashSet<int> inFlight = [];
    private List<StoredMessage> mail = [];
    private ActorState state;
    private long lastSeen;
    private InstanceRecord? record;
    private OrchestrationSession? session;
    private IReadOnlyList<HistoryEvent> carried = [];
    private DateTime? wakeAt;
    private bool woken;
    private DateTime lastUsed;
    private volatile string? terminatedExecution;
    private TaskCompletionSource? settled;

    public string InstanceId => instanceId;

    public bool IsBusy
    {
        get
        {
            lock (this.gate)
            {
                return this.state is ActorState.Queued or ActorState.Turning;
            }
        }
    }

    /// <summary>A task that completes when the actor is next without work.</summary>
    public Task Settled()
    {
        lock (this.gate)
        {
            if (this.state is ActorState.Idle or ActorState.Forgotten)
            {
                return Task.CompletedTask;
            }

            this.settled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return this.settled.Task;
        }
    }

    // When the engine stops, only what would be lost is still worked off: outcomes of activities, which nothing but memory holds.
    private bool MayTurn => !engine.IsStopping || this.mail.Any(m => m.Id == 0);

    /// <summary>Puts a message into the mailbox; false when this actor was forgotten and another has to be asked.</summary>
    public bool Deliver(StoredMessage message)
    {
        lock (this.gate)
        {
            if (this.state == ActorState.Forgotten)
            {
                return false;
            }

            if (message.Id > 0)
            {
                if (message.Id <= this.lastSeen)
                {
                    return true;
                }

                this.lastSeen = message.Id;
            }

            this.mail.Add(message);
            return this.Ask();
        }
    }

    /// <summary>Begins an instance whose creation was just committed, without reading it back.</summary>
    public bool Begin(InstanceRecord created)
    {
        lock (this.gate)
        {
            if (this.state == ActorState.Forgotten)
            {
                return false;
            }

            if (this.record is null && this.state == ActorState.Idle)
            {
                this.record = created;
            }

            return this.Ask();
        }
    }

    /// <summary>Asks for a turn; false when this actor was forgotten and another has to be asked.</summary>
    public bool Wake()
    {
        lock (this.gate)
        {
            if (this.state == ActorState.Forgotten)
            {
                return false;
            }

            this.woken = true;
            return this.Ask();
        }
    }

    /// <summary>Asks for a turn because the time of <see cref="WakeLater"/> has come; not if another time was asked for since.</summary>
    public void Wake(DateTime due)
    {
        lock (this.gate)
        {
            if (this.wakeAt == due)
            {
                this.wakeAt = null;
                this.woken = true;
                this.Ask();
            }
        }
    }

    /// <summary>Asks for a turn later.</summary>
    public void WakeLater(DateTime due)
    {
        lock (this.gate)
        {
            if (this.wakeAt == due)
            {
                return;
            }

            this.wakeAt = due;
        }

        engine.Timers.Schedule(this, due);
    }

    /// <summary>Whether a queued activity is still to run: not for an execution that was terminated.</summary>
    public bool Wants(ActivityWork work) => this.terminatedExecution != work.ExecutionId;

    /// <summary>Takes an activity's outcome.</summary>
    public void Finished(ActivityWork work, HistoryEvent outcome) =>
        this.Deliver(new StoredMessage(0, work.ExecutionId, outcome));

    /// <summary>Lets go of the session, and of the actor if nothing is left, when it was last used before the given time.</summary>
    public void EvictIfIdle(DateTime before)
    {
        lock (this.gate)
        {
            if (this.state != ActorState.Idle || this.lastUsed >= before)
            {
                return;
            }

            this.Unload();
            if (this.inFlight.Count == 0 && this.wakeAt is null && this.mail.Count == 0)
            {
                this.Leave(ActorState.Forgotten);
            }
        }
    }

    /// <summary>Runs one turn. Called on the thread pool.</summary>
    public void Execute()
    {
        List<StoredMessage> batch;
        lock (this.gate)
        {
            batch = this.mail;
            this.mail = [];
            this.woken = false;
            this.state = ActorState.Turning;
        }

        try
        {
            this.TakeTurn(batch);
        }
        catch (Exception e)
        {
            this.Retract(batch, e);
        }
        finally
        {
            engine.Turns.TurnOver();
        }
    }

    /// <summary>Asks for a turn if none is asked for or runs; a running one looks at the mailbox when it is over.</summary>
    private bool Ask()
    {
        if (this.state == ActorState.Idle && this.MayTurn)
        {
            this.state = ActorState.Queued;
            engine.Turns.Enqueue(this);
        }

        return true;
    }

    private void Unload()
    {
        this.session = null;
        this.record = null;
        this.carried = [];
    }

    /// <summary>Ends a turn: on to the next if there is mail, otherwise to rest.</summary>
    private void Rest(bool again)
    {
        lock (this.gate)
        {
            this.lastUsed = engine.Now;
            if (!engine.Options.ExtendedSessionsEnabled)
            {
                this.Unload();
            }

            if ((again || this.woken || this.mail.Count > 0) && this.MayTurn)
            {
                this.state = ActorState.Queued;
                engine.Turns.Enqueue(this);
                return;
            }

            this.Leave(ActorState.Idle);
        }
    }

    private void Leave(ActorState next)
    {
        this.state = next;
        if (next == ActorState.Forgotten)
        {
            engine.Forget(this);
        }

        this.settled?.SetResult();
        this.settled = null;
    }
}
