using System.Collections.Concurrent;
using EmbeddedFunctions.DurableTask.Engine.Activities;
using EmbeddedFunctions.DurableTask.Engine.Commits;
using EmbeddedFunctions.DurableTask.Engine.Instances;
using EmbeddedFunctions.DurableTask.Engine.Timers;
using EmbeddedFunctions.DurableTask.Storage;
using EmbeddedFunctions.DurableTask.Storage.Memory;
using EmbeddedFunctions.DurableTask.Storage.Sqlite;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>The parts of an engine, and the way of a message from a commit to the instance it is for.</summary>
internal sealed partial class EngineRuntime : IDisposable
{
    private readonly ConcurrentDictionary<string, InstanceActor> actors = new(StringComparer.Ordinal);
    private readonly ITimer evictionTimer;
    private volatile bool stopping;

    public EngineRuntime(
        DurableTaskRegistry registry, DurableTaskEngineOptions options, IServiceProvider services, TimeProvider time, ILoggerFactory loggers)
    {
        options.Validate();
        this.Options = options;
        this.Services = services;
        this.Time = time;
        this.Loggers = loggers;
        this.Logger = loggers.CreateLogger<DurableTaskEngine>();
        this.WorkerLogger = loggers.CreateLogger(WorkerLog.Category);
        this.Tasks = new TaskTable(registry);
        this.Metrics = new EngineMetrics(options.TaskHubName, () => this.Activities!.Queued, () => this.Activities!.Running);
        this.Store = options.DatabasePath is null ? new MemoryStore() : new SqliteStore(options.DatabasePath, options.Synchronous);
        this.Commits = new CommitQueue(this.Store, this.Metrics, this.Logger);
        this.Timers = new TimerQueue(time);
        this.Turns = new TurnQueue(options.MaxConcurrentOrchestrators);
        this.Activities = new ActivityDispatcher(
            new ActivityRunner(this.Tasks, services, options.DataConverter, time, this.Metrics, this.WorkerLogger),
            options.MaxConcurrentActivities);
        this.evictionTimer = time.CreateTimer(_ => this.EvictIdle(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public DurableTaskEngineOptions Options { get; }

    public IServiceProvider Services { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Loggers { get; }

    public ILogger Logger { get; }

    public ILogger WorkerLogger { get; }

    public TaskTable Tasks { get; }

    public EngineMetrics Metrics { get; }

    public IOrchestrationStore Store { get; }

    public CommitQueue Commits { get; }

    public TimerQueue Timers { get; }

    public TurnQueue Turns { get; }

    public ActivityDispatcher Activities { get; }

    public InstanceWaiters Waiters { get; } = new();

    /// <summary>Whether the engine winds down: what is on disk waits for the next start.</summary>
    public bool IsStopping => this.stopping;

    public DateTime Now => this.Time.GetUtcNow().UtcDateTime;

    /// <summary>Whether any instance is taking a turn, or any activity runs or waits.</summary>
    public bool IsBusy => this.Activities.Running > 0 || this.Activities.Queued > 0 || this.actors.Values.Any(a => a.IsBusy);

    /// <summary>Opens the store and wakes what was unfinished. Instances are rebuilt when their first message or timer comes.</summary>
    public void Start()
    {
        this.Store.Open();
        this.Commits.Start();
        IReadOnlyList<ActiveInstance> active = this.Store.LoadActive();
        foreach (ActiveInstance instance in active)
        {
            InstanceActor actor = this.Actor(instance.InstanceId);
            if (instance.IsDue)
            {
                actor.Wake();
            }
            else
            {
                actor.WakeLater(instance.WakeAt!.Value);
            }
        }

        if (this.Options.ExtendedSessionIdleTimeout is { } idle && idle > TimeSpan.Zero && idle < TimeSpan.FromDays(1))
        {
            this.evictionTimer.Change(idle, idle);
        }

        if (active.Count > 0)
        {
            Log.Resumed(this.Logger, active.Count(a => a.IsDue), active.Count(a => !a.IsDue), this.Options.TaskHubName);
        }
    }

    /// <summary>Starts no more activities and waits for those that run, so that what they have done is kept.</summary>
    public async Task StopAsync(CancellationToken cancellation)
    {
        this.stopping = true;
        using var drain = new CancellationTokenSource(this.Options.DrainTimeout, this.Time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation, drain.Token);
        try
        {
            await this.Activities.StopAsync().WaitAsync(timeout.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.NotDrained(this.Logger, this.Activities.Running, this.Options.DrainTimeout);
        }

        while (!timeout.IsCancellationRequested && this.actors.Values.FirstOrDefault(a => a.IsBusy) is { } busy)
        {
            await busy.Settled().WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Starts an instance that was just created.</summary>
    public void Created(InstanceRecord record) => this.Reach(record.InstanceId, actor => actor.Begin(record));

    /// <summary>Hands a committed message to its instance.</summary>
    public void Deliver(NewMessage message)
    {
        if (message.Accepted)
        {
            this.Reach(message.InstanceId, actor => actor.Deliver(new StoredMessage(message.Id, message.ExecutionId, message.Event)));
        }
    }

    /// <summary>After a commit: starts what it created, delivers what it sent.</summary>
    public void Release(StoreCommit commit)
    {
        foreach (NewInstance create in commit.Creates)
        {
            if (create.Created is { } record)
            {
                this.Created(record);
            }
            else if (create.WhenBlocked is { } refusal)
            {
                this.Deliver(refusal);
            }
        }

        foreach (NewMessage message in commit.Messages)
        {
            this.Deliver(message);
        }
    }

    /// <summary>Forgets what an actor has in memory, when nothing is left to remember.</summary>
    public void Forget(InstanceActor actor) => this.actors.TryRemove(new KeyValuePair<string, InstanceActor>(actor.InstanceId, actor));

    public void Dispose()
    {
        this.evictionTimer.Dispose();
        this.Timers.Dispose();
        this.Commits.Dispose();
        this.Store.Dispose();
        this.Waiters.Dispose();
        this.Metrics.Dispose();
    }

    private InstanceActor Actor(string instanceId) =>
        this.actors.GetOrAdd(instanceId, static (id, engine) => new InstanceActor(engine, id), this);

    private void Reach(string instanceId, Func<InstanceActor, bool> action)
    {
        // An actor that was forgotten between look-up and call refuses; the next look-up makes a new one.
        while (!action(this.Actor(instanceId)))
        {
        }
    }

    private void EvictIdle()
    {
        foreach (InstanceActor actor in this.actors.Values)
        {
            actor.EvictIfIdle(this.Now - this.Options.ExtendedSessionIdleTimeout);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "{Due} unfinished instances go on and {Sleeping} sleep on a timer in the task hub {Hub}")]
        public static partial void Resumed(ILogger logger, int due, int sleeping, string hub);

        [LoggerMessage(2, LogLevel.Warning, "{Running} activities still ran after the drain timeout of {Timeout}; they will run again after the next start")]
        public static partial void NotDrained(ILogger logger, int running, TimeSpan timeout);
    }
}
