using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>
/// A live execution of an orchestrator: its suspended method and what it waits for. New events are fed to it turn by turn; a session
/// that is not in memory is made again by replaying the turns that are committed.
/// </summary>
internal sealed class OrchestrationSession
{
    private readonly OrchestrationIdentity identity;
    private readonly Func<ITaskOrchestrator?> factory;
    private readonly DataConverter converter;
    private readonly OrchestratorThread thread;
    private readonly EngineOrchestrationContext context;
    private readonly Queue<HistoryEvent> keptBack = new();
    private Task<object?>? run;
    private bool suspended;
    private ExecutionTerminated? terminated;
    private ExecutionCompleted? forced;

    /// <param name="factory">Makes the code; gives null when nobody has registered any under the name.</param>
    /// <param name="foreignContinuation">Told when something other than the context resumes the orchestrator, on that thread.</param>
    public OrchestrationSession(
        OrchestrationIdentity identity,
        Func<ITaskOrchestrator?> factory,
        DataConverter converter,
        ILoggerFactory loggers,
        Action foreignContinuation)
    {
        this.identity = identity;
        this.factory = factory;
        this.converter = converter;
        this.thread = new OrchestratorThread(foreignContinuation);
        this.context = new EngineOrchestrationContext(identity, this.thread, converter, loggers);
    }

    public EngineOrchestrationContext Context => this.context;

    private bool IsOver => this.run is { IsCompleted: true } || this.terminated is not null || this.forced is not null;

    /// <summary>Repeats the committed turns.</summary>
    /// <exception cref="NonDeterministicException">The code did something else than the history says.</exception>
    /// <returns>How many events were replayed.</returns>
    public int Replay(IReadOnlyList<IReadOnlyList<HistoryEvent>> turns, string? customStatus)
    {
        int events = 0;
        foreach (IReadOnlyList<HistoryEvent> turn in turns)
        {
            events += turn.Count;
            this.context.BeginTurn(turn[0].Timestamp, replaying: true);
            int i = 1;
            while (i < turn.Count && !ReplayCheck.IsScheduling(turn[i]))
            {
                this.Accept(turn[i]);
                this.Feed(turn[i++]);
            }

            ReplayCheck.Compare(this.identity.Name, turn, i, this.context.Scheduled);
            if (this.IsOver)
            {
                throw new NonDeterministicException(
                    OrchestratorFault.NonDeterministic(this.identity.Name, "more turns to come", "its last step already"));
            }
        }

        this.context.RestoreCustomStatus(customStatus);
        return events;
    }

    /// <summary>When the next timer is due; null without timers.</summary>
    public DateTime? NextTimer => this.context.Timers.Count > 0 ? this.context.Timers.First().FireAt : null;

    /// <summary>The timers that are due at the given time, as events.</summary>
    public IEnumerable<TimerFired> DueTimers(DateTime time) => this.context.Timers
        .TakeWhile(t => t.FireAt <= time)
        .Select(t => new TimerFired(t.Id, t.FireAt) { Timestamp = time });

    /// <summary>Runs one turn over <paramref name="events"/>; those that nothing waits for any more are left out of its history.</summary>
    public TurnResult Run(DateTime time, IReadOnlyList<HistoryEvent> events)
    {
        this.context.BeginTurn(time, replaying: false);
        var history = new List<HistoryEvent>(events.Count + 4) { new OrchestratorStarted { Timestamp = time } };
        int fed = 0;
        while (fed < events.Count && !this.IsOver)
        {
            HistoryEvent item = events[fed++];
            if (this.Accept(item))
            {
                // An end that is forced from outside is written once, as the turn's last event.
                if (item is not ExecutionCompleted)
                {
                    history.Add(item);
                }

                this.Feed(item);
            }
        }

        history.AddRange(this.context.Scheduled);
        return this.Close(time, history, [.. events.Skip(fed)]);
    }

    private TurnResult Close(DateTime time, List<HistoryEvent> history, IReadOnlyList<HistoryEvent> rest)
    {
        HistoryEvent[] scheduled = [.. this.context.Scheduled];
        if (this.terminated is { } end)
        {
            IReadOnlyList<string> children = end.Recursive ? [.. this.context.Open.Values.Select(a => a.InstanceId).OfType<string>()] : [];
            history.Add(new ExecutionCompleted(OrchestrationRuntimeStatus.Terminated, end.Output, null) { Timestamp = time });
            return new TurnResult
            {
                History = history,
                Scheduled = [],
                Status = OrchestrationRuntimeStatus.Terminated,
                Output = end.Output,
                ChildrenToTerminate = children,
            };
        }

        if (this.forced is { } fault)
        {
            return Failed(history, scheduled, time, fault.Failure!);
        }

        if (this.run is null || !this.run.IsCompleted)
        {
            bool waits = this.run is null || this.suspended || this.context.Open.Count > 0 || this.context.Events.HasWaiters;
            return waits
                ? new TurnResult
                {
                    History = history,
                    Scheduled = scheduled,
                    Status = this.suspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running,
                }
                : Failed(history, scheduled, time, OrchestratorFault.ForeignAwait(this.identity.Name, this.identity.InstanceId));
        }

        if (!this.run.IsCompletedSuccessfully)
        {
            Exception error = this.run.Exception?.InnerException ?? new TaskCanceledException(this.run);
            return Failed(
                history,
                scheduled,
                time,
                error is UnknownOrchestratorException unknown ? unknown.Failure : TaskFailureDetails.FromException(error),
                error);
        }

        return this.context.Next is { } next ? this.StartOver(time, history, scheduled, next, rest) : this.Completed(time, history, scheduled);
    }

    private TurnResult Completed(DateTime time, List<HistoryEvent> history, HistoryEvent[] scheduled)
    {
        string? output;
        try
        {
            output = this.converter.Serialize(this.run!.GetAwaiter().GetResult());
        }
        catch (Exception e)
        {
            return Failed(history, scheduled, time, TaskFailureDetails.FromException(e));
        }

        history.Add(new ExecutionCompleted(OrchestrationRuntimeStatus.Completed, output, null) { Timestamp = time });
        return new TurnResult { History = history, Scheduled = scheduled, Status = OrchestrationRuntimeStatus.Completed, Output = output };
    }

    private TurnResult StartOver(
        DateTime time, List<HistoryEvent> history, HistoryEvent[] scheduled, ContinuedAsNew next, IReadOnlyList<HistoryEvent> rest)
    {
        // What belongs to the instance and not to the execution goes along: events if asked, suspension and termination always.
        var carried = new List<HistoryEvent>();
        if (next.PreserveEvents)
        {
            carried.AddRange(this.context.Events.Buffered.Select(e => new EventRaised(e.Name, e.Input) { Timestamp = time }));
        }

        // So do events that a suspension kept back and that this execution did not come to.
        carried.AddRange(this.keptBack.Concat(rest).Where(e => e is ExecutionSuspended or ExecutionResumed or ExecutionTerminated || (e is EventRaised && next.PreserveEvents)));
        return new TurnResult
        {
            History = history,
            Scheduled = scheduled,
            Status = OrchestrationRuntimeStatus.Running,
            Next = next with { Timestamp = time },
            Carried = carried,
        };
    }

    private static TurnResult Failed(List<HistoryEvent> history, HistoryEvent[] scheduled, DateTime time, TaskFailureDetails failure, Exception? error = null)
    {
        history.Add(new ExecutionCompleted(OrchestrationRuntimeStatus.Failed, null, failure) { Timestamp = time });
        return new TurnResult { History = history, Scheduled = scheduled, Status = OrchestrationRuntimeStatus.Failed, Failure = failure, Error = error };
    }

    /// <summary>Whether an event still means something to this execution.</summary>
    private bool Accept(HistoryEvent item) => item switch
    {
        TaskCompleted e => this.context.Settle(e.TaskScheduledId, OpenActionKind.Activity),
        TaskFailed e => this.context.Settle(e.TaskScheduledId, OpenActionKind.Activity),
        SubOrchestrationCompleted e => this.context.Settle(e.TaskScheduledId, OpenActionKind.SubOrchestration),
        SubOrchestrationFailed e => this.context.Settle(e.TaskScheduledId, OpenActionKind.SubOrchestration),
        TimerFired e => this.context.Settle(e.TimerId, OpenActionKind.Timer),
        _ => true,
    };

    private void Feed(HistoryEvent item)
    {
        switch (item)
        {
            case ExecutionTerminated e:
                this.terminated = e;
                break;
            case ExecutionCompleted e:
                this.forced = e;
                break;
            case ExecutionSuspended:
                this.suspended = true;
                break;
            case ExecutionResumed:
                this.suspended = false;
                while (!this.suspended && !this.IsOver && this.keptBack.TryDequeue(out HistoryEvent? kept))
                {
                    this.Step(kept);
                }

                break;
            case var _ when this.suspended:
                this.keptBack.Enqueue(item);
                break;
            default:
                this.Step(item);
                break;
        }
    }

    private void Step(HistoryEvent item) => this.thread.Run(() =>
    {
        switch (item)
        {
            case ExecutionStarted:
                this.run = this.StartAsync();
                break;
            case TaskCompleted e:
                this.context.Complete(e.TaskScheduledId, OpenActionKind.Activity, e.Result, null);
                break;
            case TaskFailed e:
                this.context.Complete(e.TaskScheduledId, OpenActionKind.Activity, null, e.Failure);
                break;
            case SubOrchestrationCompleted e:
                this.context.Complete(e.TaskScheduledId, OpenActionKind.SubOrchestration, e.Result, null);
                break;
            case SubOrchestrationFailed e:
                this.context.Complete(e.TaskScheduledId, OpenActionKind.SubOrchestration, null, e.Failure);
                break;
            case TimerFired e:
                this.context.Complete(e.TimerId, OpenActionKind.Timer, null, null);
                break;
            case EventRaised e:
                this.context.Events.Raise(e.Name, e.Input);
                break;
        }
    });

    private async Task<object?> StartAsync()
    {
        ITaskOrchestrator orchestrator = this.factory()
            ?? throw new UnknownOrchestratorException(OrchestratorFault.UnknownOrchestrator(this.identity.Name));
        object? input = this.converter.Deserialize(this.identity.Input, orchestrator.InputType);
        this.context.Input = input;
        return await orchestrator.RunAsync(this.context, input);
    }
}
