using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>The turn itself: run, commit, release.</summary>
internal sealed partial class InstanceActor
{
    // How long a turn that could not be committed waits before it is tried again.
    private static readonly TimeSpan RetryAfterFault = TimeSpan.FromSeconds(1);

    private void TakeTurn(List<StoredMessage> batch)
    {
        DateTime now = engine.Now;
        if (this.session is null && !this.Load(ref batch))
        {
            this.Over();
            return;
        }

        InstanceRecord before = this.record!;
        if (before.Turns == 0 && before.ScheduledAt > now && !batch.Any(m => m.Event is ExecutionTerminated))
        {
            this.PutBack(batch);
            this.WakeLater(before.ScheduledAt.Value);
            return;
        }

        long consumed = before.ConsumedInbox;
        List<HistoryEvent> events = this.Events(batch, before, now, ref consumed);
        if (events.Count == 0 && consumed == before.ConsumedInbox)
        {
            this.Sleep(before.WakeAt);
            this.Rest(again: false);
            return;
        }

        TurnResult result = this.session!.Run(now, events);
        this.Commit(batch, before, result, consumed, now);
    }

    private List<HistoryEvent> Events(List<StoredMessage> batch, InstanceRecord before, DateTime now, ref long consumed)
    {
        var events = new List<HistoryEvent>(batch.Count + 2);

        // One that is scheduled for later takes a turn only to be terminated: its code does not begin.
        if (before.Turns == 0 && !(before.ScheduledAt > now))
        {
            events.Add(new ExecutionStarted(before.Name, before.Input) { Timestamp = now });
            events.AddRange(this.carried);
        }

        foreach (StoredMessage message in batch)
        {
            consumed = Math.Max(consumed, message.Id);
            if (message.ExecutionId is null || message.ExecutionId == before.ExecutionId)
            {
                events.Add(message.Event);
            }
        }

        foreach (TimerFired timer in this.session!.DueTimers(now).ToList())
        {
            EngineTracing.TimerFired(before, this.session.Context.Open[timer.TimerId].CreatedAt, now);
            events.Add(timer);
        }

        return events;
    }

    private void Commit(List<StoredMessage> batch, InstanceRecord before, TurnResult result, long consumed, DateTime now)
    {
        TurnPlan plan = TurnPlan.Of(before, this.session!, result, consumed, now);
        if (result.Status == OrchestrationRuntimeStatus.Terminated)
        {
            this.terminatedExecution = before.ExecutionId;
        }

        engine.Commits.Enqueue(new StoreCommit((commit, error) => this.Committed(commit, error, batch, result))
        {
            Turn = plan.Write,
            Creates = plan.Creates,
            Messages = plan.Messages,
        });
    }

    /// <summary>On the writer's thread, when the turn is on disk: lets go of all that it started.</summary>
    private void Committed(StoreCommit commit, Exception? error, List<StoredMessage> batch, TurnResult result)
    {
        if (error is not null)
        {
            this.Retract(batch, error);
            return;
        }

        engine.Metrics.TurnEnded();
        InstanceRecord before = this.record!;
        InstanceRecord after = commit.Turn!.After;
        this.Consume(result.History);
        List<TaskScheduled> tasks = [.. result.Scheduled.OfType<TaskScheduled>()];
        if (tasks.Count > 0)
        {
            this.Dispatch(before, tasks);
        }

        engine.Release(commit);
        this.Report(before, after, result);
        if (after.Status != before.Status)
        {
            engine.Waiters.Changed(after);
        }

        if (after.IsOver)
        {
            EngineTracing.OrchestrationEnded(after);
            this.Over();
            return;
        }

        lock (this.gate)
        {
            this.record = after;
            this.carried = result.Next is null ? [] : result.Carried;
            if (result.Next is not null)
            {
                this.session = null;
                this.inFlight.Clear();
            }
        }

        this.Sleep(after.WakeAt);
        this.Rest(again: result.Next is not null);
    }

    private void Report(InstanceRecord before, InstanceRecord after, TurnResult result)
    {
        if (before.Turns == 0)
        {
            WorkerLog.OrchestrationStarted(engine.WorkerLogger, instanceId, after.Name);
        }

        if (after.Status == OrchestrationRuntimeStatus.Failed)
        {
            WorkerLog.OrchestrationFailed(engine.WorkerLogger, result.Error, instanceId, after.Name, result.Failure);
        }
        else if (after.IsOver)
        {
            WorkerLog.OrchestrationCompleted(engine.WorkerLogger, instanceId, after.Name);
        }
    }

    private void Consume(List<HistoryEvent> history)
    {
        lock (this.gate)
        {
            foreach (HistoryEvent item in history)
            {
                if (ActivityOf(item) is { } ended)
                {
                    this.inFlight.Remove(ended);
                }
            }
        }
    }

    /// <summary>The activity whose end an event is; null when it is none.</summary>
    private static int? ActivityOf(HistoryEvent item) => item switch
    {
        TaskCompleted completed => completed.TaskScheduledId,
        TaskFailed failed => failed.TaskScheduledId,
        _ => null,
    };

    private void Dispatch(InstanceRecord of, List<TaskScheduled> tasks)
    {
        lock (this.gate)
        {
            foreach (TaskScheduled task in tasks)
            {
                this.inFlight.Add(task.EventId);
            }
        }

        engine.Activities.Enqueue(this, of.ExecutionId, tasks, of.TraceParent);
    }

    private void Sleep(DateTime? until)
    {
        if (until is { } due)
        {
            this.WakeLater(due);
        }
        else
        {
            lock (this.gate)
            {
                this.wakeAt = null;
            }
        }
    }

    private void Over()
    {
        lock (this.gate)
        {
            this.Unload();
            this.Leave(ActorState.Forgotten);
        }
    }

    private void PutBack(List<StoredMessage> batch)
    {
        lock (this.gate)
        {
            bool news = this.mail.Count > 0 || this.woken;
            this.mail.InsertRange(0, batch);
            this.lastUsed = engine.Now;
            if (news)
            {
                this.state = ActorState.Queued;
                engine.Turns.Enqueue(this);
            }
            else
            {
                this.Leave(ActorState.Idle);
            }
        }
    }

    /// <summary>Takes back a turn that could not be committed. What only memory holds is kept; the rest is read again.</summary>
    private void Retract(List<StoredMessage> batch, Exception error)
    {
        Log.TurnFailed(engine.Logger, error, instanceId, RetryAfterFault);
        DateTime retry = engine.Now + RetryAfterFault;
        lock (this.gate)
        {
            this.Unload();
            this.mail.InsertRange(0, batch.Where(m => m.Id == 0));

            // Whatever else it waits for is read again with the rest. An actor that is to wake is not forgotten meanwhile.
            this.wakeAt = retry;
            this.Leave(ActorState.Idle);
        }

        engine.Timers.Schedule(this, retry);
    }

    /// <summary>Fails an execution from outside its code.</summary>
    private void Fail(string executionId, TaskFailureDetails failure) => this.Deliver(Forced(executionId, failure));

    private static StoredMessage Forced(string executionId, TaskFailureDetails failure) =>
        new(0, executionId, new ExecutionCompleted(OrchestrationRuntimeStatus.Failed, null, failure));

    private static partial class Log
    {
        [LoggerMessage(10, LogLevel.Error, "A turn of instance {InstanceId} could not be committed; it is read again and retried in {Delay}")]
        public static partial void TurnFailed(ILogger logger, Exception error, string instanceId, TimeSpan delay);
    }
}
