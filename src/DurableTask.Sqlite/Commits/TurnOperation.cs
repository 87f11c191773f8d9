using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Events;
using DurableTask.Sqlite.Instances;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>What an orchestrator's turn came to: consumed messages, new history, new messages and timers, the state. All of it or nothing.</summary>
internal sealed class TurnOperation : WriteOperation
{
    private readonly InstanceTable table;
    private readonly SqliteOrchestrationWorkItem item;
    private readonly InstanceSession session;
    private readonly OrchestrationRuntimeState state;
    private readonly DateTime now;
    private readonly Effects effects = new();

    private readonly long[] consumed;
    private readonly string executionId;
    private readonly OrchestrationStatus status;
    private readonly bool isTerminal;
    private readonly bool replacesHistory;
    private readonly bool isRewound;
    private readonly byte[] events;
    private readonly HashSet<int> opened = [];
    private readonly HashSet<int> closed = [];
    private readonly List<int> firedTimers = [];
    private readonly int openTasks;
    private readonly List<TaskMessage> newTasks;
    private readonly List<TimerEntry> newTimers = [];
    private readonly List<TimerEntry> oldTimers = [];
    private readonly List<OutgoingMessage> messages;
    private readonly HistoryEvent? pause;

    /// <summary>Prepares everything that can be prepared outside the commit thread.</summary>
    public TurnOperation(
        InstanceTable table,
        SqliteOrchestrationWorkItem item,
        OrchestrationRuntimeState state,
        IList<TaskMessage> tasks,
        IEnumerable<TaskMessage> orchestratorMessages,
        DateTime now)
    {
        this.table = table;
        this.item = item;
        this.session = item.Instance;
        this.state = state;
        this.now = now;
        this.consumed = [.. item.Taken.Select(message => message.RowId).Where(id => id != 0)];
        this.executionId = state.OrchestrationInstance!.ExecutionId ?? "";
        this.status = state.OrchestrationStatus;
        this.isTerminal = Statuses.IsTerminal(this.status);
        this.replacesHistory = !ReferenceEquals(state, item.OrchestrationRuntimeState);
        this.isRewound = this.replacesHistory && state.Events.Any(e => e is ExecutionRewoundEvent);

        IList<HistoryEvent> added = this.replacesHistory ? state.Events : state.NewEvents;
        this.newTasks = [.. tasks.Where(task => task.OrchestrationInstance.ExecutionId == state.OrchestrationInstance.ExecutionId)];
        this.events = EventEncoder.Encode(added, Inputs(this.newTasks));
        this.newTasks = this.newTasks.ConvertAll(task => OpenWork.WithTags(state, task));
        this.messages = [.. orchestratorMessages.Select(message => new OutgoingMessage(message))];
        this.Follow(added);
        this.pause = this.replacesHistory ? null : added.LastOrDefault(e => e is ExecutionSuspendedEvent or ExecutionResumedEvent);

        // Only turns change the session's open tasks, and this one is the only turn.
        this.openTasks = this.opened.Count + (this.replacesHistory ? 0 : (this.session.OpenTasks?.Count ?? 0) - this.closed.Count);
        if (this.replacesHistory)
        {
            this.oldTimers.AddRange(OpenWork.Timers(item.OrchestrationRuntimeState, this.session.Key, this.session.InstanceId));
            this.AddTasksUnderWay();
        }

        if (this.isTerminal)
        {
            this.oldTimers.AddRange(OpenWork.Timers(state, this.session.Key, this.session.InstanceId));
        }
    }

    /// <summary>The instance was purged or replaced while it took the turn, so the turn is dropped.</summary>
    public bool IsStale { get; private set; }

    public override void Execute(TaskHubWriter writer)
    {
        this.effects.Clear();
        long key = this.session.Key;
        long sequence = this.replacesHistory ? 0 : this.session.NextSequence;
        this.IsStale = !writer.UpdateTurn(key, this.status, this.now, sequence + 1, this.isTerminal ? 0 : this.openTasks, this.state.Status);
        if (this.IsStale)
        {
            return;
        }

        if (this.replacesHistory)
        {
            writer.BeginExecution(key, this.state.ExecutionStartedEvent!, this.isRewound ? this.RewoundExecutionIds(writer) : null);
        }

        writer.AppendHistory(key, sequence, this.events);
        foreach (long id in this.consumed)
        {
            writer.RemoveFromInbox(id);
        }

        if (this.isTerminal)
        {
            writer.ClearInbox(key);
            writer.ClearTimers(key);
            writer.Complete(key, EventEncoder.Utc(this.state.CompletedTime), EventEncoder.Encode(this.state.FailureDetails), this.state.Output);
            this.effects.End(key, this.session.InstanceId);
        }
        else
        {
            this.WriteTimers(writer);
            if (this.pause is not null)
            {
                // As in Azure Storage: until there is an output, it is the reason for the last suspension or resumption.
                writer.SetOutput(key, this.pause is ExecutionSuspendedEvent suspended ? suspended.Reason : ((ExecutionResumedEvent)this.pause).Reason);
            }
        }

        foreach (OutgoingMessage message in this.messages)
        {
            MessageWriter.Deliver(writer, message, this.now, this.effects);
        }

        if (this.isRewound)
        {
            RewoundChildren.Deliver(writer, this.state, this.now, this.effects);
        }
    }

    public override void Committed()
    {
        if (this.IsStale)
        {
            this.table.Remove(this.session.Key);
            return;
        }

        foreach (TimerEntry timer in this.oldTimers)
        {
            this.table.Timers.Remove(timer);
        }

        if (!this.isTerminal)
        {
            this.UpdateSession();
            this.table.Timers.Add(this.newTimers);
            this.table.Activities.Enqueue(this.session, this.newTasks);
            if (this.replacesHistory || this.session.NextSequence == 1)
            {
                this.table.Waiters.Signal(this.session.InstanceId);
            }
        }

        this.table.Apply(this.effects);
    }

    // By default the framework leaves inputs out of the history, and the message that has them is not stored.
    private static Dictionary<int, string?>? Inputs(List<TaskMessage> tasks)
    {
        Dictionary<int, string?>? inputs = null;
        foreach (TaskScheduledEvent e in tasks.Select(task => task.Event).OfType<TaskScheduledEvent>())
        {
            if (e.Input is not null)
            {
                (inputs ??= [])[e.EventId] = e.Input;
            }
        }

        return inputs;
    }

    private void Follow(IList<HistoryEvent> added)
    {
        foreach (HistoryEvent e in added)
        {
            switch (e)
            {
                case TaskScheduledEvent:
                    this.opened.Add(e.EventId);
                    break;
                case TaskCompletedEvent completed:
                    this.CloseTask(completed.TaskScheduledId);
                    break;
                case TaskFailedEvent failed:
                    this.CloseTask(failed.TaskScheduledId);
                    break;
                case TimerFiredEvent timer:
                    this.firedTimers.Add(timer.TimerId);
                    break;
                case TimerCreatedEvent timer:
                    this.newTimers.Add(new TimerEntry(EventEncoder.Utc(timer.FireAt), this.session.Key, e.EventId, this.session.InstanceId, this.executionId));
                    break;
                default:
                    break;
            }
        }

        if (this.firedTimers.Count > 0 && this.newTimers.Count > 0)
        {
            HashSet<int> fired = [.. this.firedTimers];
            this.newTimers.RemoveAll(timer => fired.Contains(timer.TimerId));
        }
    }

    private void CloseTask(int id)
    {
        if (!this.opened.Remove(id) && !this.replacesHistory && this.session.OpenTasks?.Contains(id) == true)
        {
            this.closed.Add(id);
        }
    }

    // A rewound history may hold activities that were under way when the orchestration failed: their outcomes were dropped, so they run again.
    private void AddTasksUnderWay()
    {
        var given = this.newTasks.Select(task => task.Event.EventId).ToHashSet();
        this.newTasks.AddRange(OpenWork.Tasks(this.state, this.opened.Where(id => !given.Contains(id))));
    }

    private string RewoundExecutionIds(TaskHubWriter writer)
    {
        string? earlier = writer.Find(this.session.InstanceId)?.RewoundExecutionIds;
        string before = this.item.OrchestrationRuntimeState.OrchestrationInstance?.ExecutionId ?? "";
        return earlier is null ? before : $"{earlier},{before}";
    }

    private void WriteTimers(TaskHubWriter writer)
    {
        foreach (int id in this.firedTimers)
        {
            writer.RemoveTimer(this.session.Key, id);
        }

        foreach (TimerEntry timer in this.newTimers)
        {
            writer.AddTimer(this.session.Key, timer.TimerId, timer.DueAt);
        }
    }

    private void UpdateSession()
    {
        if (this.replacesHistory)
        {
            this.table.Activities.Remove(this.session.Key);
        }

        lock (this.session.Gate)
        {
            this.session.NextSequence = this.replacesHistory ? 1 : this.session.NextSequence + 1;
            this.session.HistoryBytes = this.events.Length + (this.replacesHistory ? 0 : this.session.HistoryBytes);
            HashSet<int> open = this.replacesHistory || this.session.OpenTasks is null ? this.session.OpenTasks = [] : this.session.OpenTasks;
            open.ExceptWith(this.closed);
            open.UnionWith(this.opened);
            this.session.ExecutionId = this.executionId;
            this.session.State = this.state;
            this.session.WorkItem = this.item;
        }
    }
}
