using System.Text;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>What an orchestrator sees: each call records an action, and the history (or a later turn) completes it.</summary>
internal sealed class EngineOrchestrationContext : TaskOrchestrationContext
{
    /// <summary>The most that a custom status may take, in bytes of UTF-16 text, as Durable Functions has it.</summary>
    private const int MaxCustomStatusBytes = 16 * 1024;

    private readonly OrchestrationIdentity identity;
    private readonly OrchestratorThread thread;
    private readonly DataConverter converter;
    private readonly Dictionary<int, OpenAction> open = [];
    private readonly SortedSet<(DateTime FireAt, int Id)> timers = [];
    private readonly ExternalEvents events = new();
    private DateTime now;
    private int nextId;
    private int guids;

    public EngineOrchestrationContext(
        OrchestrationIdentity identity, OrchestratorThread thread, DataConverter converter, ILoggerFactory loggers)
    {
        this.identity = identity;
        this.thread = thread;
        this.converter = converter;
        this.LoggerFactory = loggers;
    }

    public override TaskName Name => this.identity.Name;

    public override string InstanceId => this.identity.InstanceId;

    public override string Version => this.identity.Version;

    public override ParentOrchestrationInstance? Parent => this.identity.Parent;

    public override bool IsReplaying => this.Replaying;

    public override DateTime CurrentUtcDateTime => this.now;

    /// <summary>Whether the current turn is one of the past.</summary>
    public bool Replaying { get; set; }

    /// <summary>The actions of the current turn, in order.</summary>
    public List<HistoryEvent> Scheduled { get; } = [];

    /// <summary>What is scheduled and not over, by the id it was scheduled under.</summary>
    public IReadOnlyDictionary<int, OpenAction> Open => this.open;

    /// <summary>The open timers whose firing is not yet known, soonest first.</summary>
    public IReadOnlySet<(DateTime FireAt, int Id)> Timers => this.timers;

    /// <summary>How many activities are scheduled whose end is not yet known.</summary>
    public int OpenActivities { get; private set; }

    public ExternalEvents Events => this.events;

    public string? CustomStatus { get; private set; }

    public bool CustomStatusChanged { get; set; }

    public ContinuedAsNew? Next { get; private set; }

    /// <summary>The version of the execution that <see cref="Next"/> starts.</summary>
    public string NextVersion { get; private set; } = string.Empty;

    /// <summary>The input as the orchestrator's own type has it, for <see cref="GetInput{T}"/>.</summary>
    public object? Input { get; set; }

    protected override ILoggerFactory LoggerFactory { get; }

    public override T? GetInput<T>()
        where T : default =>
        this.Input is T typed ? typed : this.converter.Deserialize<T>(this.identity.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        this.Check();
        if (input is TaskOptions && options is null)
        {
            throw new ArgumentException(
                $"The activity '{name}' was given {nameof(TaskOptions)} as its input and no options. Name the argument: options: ...", nameof(input));
        }

        return options?.Retry is { } retry
            ? await RetryLoop.RunAsync(this, retry, () => this.ActivityOnceAsync<TResult>(name, input))
            : await this.ActivityOnceAsync<TResult>(name, input);
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        this.Check();
        string? instanceId = (options as SubOrchestrationOptions)?.InstanceId;
        return options?.Retry is { } retry
            ? await RetryLoop.RunAsync(this, retry, () => this.ChildOnceAsync<TResult>(orchestratorName, instanceId, input, options.Tags))
            : await this.ChildOnceAsync<TResult>(orchestratorName, instanceId, input, options?.Tags);
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken)
    {
        this.Check();
        int id = this.nextId++;
        DateTime utc = fireAt.Kind == DateTimeKind.Local ? fireAt.ToUniversalTime() : DateTime.SpecifyKind(fireAt, DateTimeKind.Utc);
        var timer = new OpenAction(OpenActionKind.Timer, string.Empty) { FireAt = utc, CreatedAt = this.now };
        this.open.Add(id, timer);
        this.timers.Add((utc, id));
        this.Scheduled.Add(new TimerCreated(utc) { EventId = id, Timestamp = this.now });
        if (cancellationToken.CanBeCanceled)
        {
            cancellationToken.Register(() => this.CancelTimer(id, cancellationToken));
        }

        return timer.Completion.Task;
    }

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        this.Check();
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        return this.ReadAsync<T>(this.events.Wait(eventName, typeof(T), cancellationToken));
    }

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        this.Check();
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        ArgumentException.ThrowIfNullOrEmpty(eventName);
        this.Scheduled.Add(new EventSent(instanceId, eventName, this.converter.Serialize(payload))
        {
            EventId = this.nextId++,
            Timestamp = this.now,
        });
    }

    public override void SetCustomStatus(object? customStatus)
    {
        this.Check();
        string? text = this.converter.Serialize(customStatus);
        int bytes = text is null ? 0 : Encoding.Unicode.GetByteCount(text);
        if (bytes > MaxCustomStatusBytes)
        {
            throw new ArgumentException(
                $"The custom status takes {bytes} bytes as UTF-16 JSON; {MaxCustomStatusBytes} is the most. Keep counts in it, and put what is large into the output or a store.",
                nameof(customStatus));
        }

        this.CustomStatusChanged |= text != this.CustomStatus;
        this.CustomStatus = text;
    }

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        this.ContinueAsNew(new ContinueAsNewOptions { NewInput = newInput, PreserveUnprocessedEvents = preserveUnprocessedEvents });

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        this.Check();
        ArgumentNullException.ThrowIfNull(options);
        this.Next = new ContinuedAsNew(this.converter.Serialize(options.NewInput), options.PreserveUnprocessedEvents);
        this.NextVersion = string.IsNullOrWhiteSpace(options.NewVersion) ? this.Version : options.NewVersion;
    }

    public override Guid NewGuid()
    {
        this.Check();
        return DeterministicGuid.Create(this.InstanceId, this.now, this.guids++);
    }

    /// <summary>Begins a turn at the given time.</summary>
    public void BeginTurn(DateTime time, bool replaying)
    {
        this.now = time;
        this.Replaying = replaying;
        this.Scheduled.Clear();
    }

    /// <summary>Takes over the custom status that the store has, so that a replay does not count as a change.</summary>
    public void RestoreCustomStatus(string? text)
    {
        this.CustomStatus = text;
        this.CustomStatusChanged = false;
    }

    /// <summary>Notes that the end of an open action is known; false when there is none of that kind under the id, or its end was known already.</summary>
    public bool Settle(int id, OpenActionKind kind)
    {
        if (!this.open.TryGetValue(id, out OpenAction? action) || action.Kind != kind || action.Settled)
        {
            return false;
        }

        action.Settled = true;
        if (kind == OpenActionKind.Activity)
        {
            this.OpenActivities--;
        }
        else if (kind == OpenActionKind.Timer)
        {
            this.timers.Remove((action.FireAt, id));
        }

        return true;
    }

    /// <summary>Ends an open action; false when there is none of that kind under the id.</summary>
    public bool Complete(int id, OpenActionKind kind, string? result, TaskFailureDetails? failure)
    {
        if (!this.open.TryGetValue(id, out OpenAction? action) || action.Kind != kind)
        {
            return false;
        }

        this.open.Remove(id);
        if (failure is null)
        {
            action.Completion.SetResult(result);
        }
        else
        {
            action.Completion.SetException(new TaskFailedException(action.Name, id, failure));
        }

        return true;
    }

    private async Task<T> ReadAsync<T>(Task<string?> arrival) => this.converter.Deserialize<T>(await arrival)!;

    private async Task<TResult> ActivityOnceAsync<TResult>(TaskName name, object? input)
    {
        this.Check();
        string? text = this.converter.Serialize(input);
        int id = this.nextId++;
        var action = new OpenAction(OpenActionKind.Activity, name.Name);
        this.open.Add(id, action);
        this.OpenActivities++;
        this.Scheduled.Add(new TaskScheduled(name.Name, text) { EventId = id, Timestamp = this.now });
        string? result = await action.Completion.Task;
        return this.converter.Deserialize<TResult>(result)!;
    }

    private async Task<TResult> ChildOnceAsync<TResult>(TaskName name, string? instanceId, object? input, IDictionary<string, string>? tags)
    {
        this.Check();
        instanceId ??= this.NewGuid().ToString("N");
        string? text = this.converter.Serialize(input);
        int id = this.nextId++;
        var action = new OpenAction(OpenActionKind.SubOrchestration, name.Name) { InstanceId = instanceId };
        this.open.Add(id, action);
        this.Scheduled.Add(new SubOrchestrationCreated(name.Name, instanceId, text) { EventId = id, Timestamp = this.now, Tags = tags });
        string? result = await action.Completion.Task;
        return this.converter.Deserialize<TResult>(result)!;
    }

    private void CancelTimer(int id, CancellationToken cancellation)
    {
        // A token cancelled from a foreign thread must not race with the turn: the timer then simply runs on.
        if (this.thread.IsCurrent && this.open.Remove(id, out OpenAction? timer))
        {
            this.timers.Remove((timer.FireAt, id));
            timer.Completion.SetCanceled(cancellation);
        }
    }

    private void Check()
    {
        if (!this.thread.IsCurrent)
        {
            throw new InvalidOperationException(OrchestratorFault.ForeignAwait(this.identity.Name, this.InstanceId).ErrorMessage);
        }
    }
}
