namespace DurableTask.Sqlite.Commits;

/// <summary>What an orchestrator's turn came to: consumed messages, new history, new messages and timers, the state. All of it or nothing.</summary>
internal sealed class Turn
{
    private readonly InstanceTable table;
    private readonly SqliteOrchestrationWorkItem item;
    private readonly InstanceSession session;
    private readonly OrchestrationRuntimeState state;
    private readonly DateTime now;
    private readonly bool isTerminal;
    private readonly bool replacesHistory;
    private readonly bool isRewound;
    private readonly byte[] events;
    private readonly HashSet<int> closed;
    private readonly HashSet<int> opened;
    private readonly int openTasks;
    private readonly List<TaskMessage> newTasks;
    private readonly List<int> firedTimers;
    private readonly List<TimerEntry> newTimers;
    private readonly List<TimerEntry> oldTimers = [];
    private readonly List<OutgoingMessage> messages;
    private readonly HistoryEvent? pause;
    private Effects? effects;

    /// <summary>Prepares everything that can be prepared outside the commit thread.</summary>
    public Turn(
        InstanceTable table,
        SqliteOrchestrationWorkItem item,
        OrchestrationRuntimeState state,
        IEnumerable<TaskMessage> tasks,
        IEnumerable<TaskMessage> orchestratorMessages,
        DateTime now)
    {
        this.table = table;
        this.item = item;
        this.session = item.Instance;
        this.state = state;
        this.now = now;
        this.isTerminal = Statuses.IsTerminal(state.OrchestrationStatus);
        this.replacesHistory = !ReferenceEquals(state, item.OrchestrationRuntimeState);
        this.isRewound = this.replacesHistory && state.Events.Any(e => e is ExecutionRewoundEvent);

        IList<HistoryEvent> added = this.replacesHistory ? state.Events : state.NewEvents;
        List<TaskMessage> own = [.. tasks.Where(task => task.OrchestrationInstance.ExecutionId == state.OrchestrationInstance!.ExecutionId)];

        // By default the framework leaves inputs out of the history, and the message that has them is not stored.
        this.events = EventEncoder.Encode(added, own.Select(task => task.Event).OfType<TaskScheduledEvent>().ToDictionary(e => e.EventId, e => e.Input));
        this.newTasks = own.ConvertAll(task => OpenWork.WithTags(state, task));
        this.messages = [.. orchestratorMessages.Select(message => new OutgoingMessage(message))];
        this.pause = this.replacesHistory ? null : added.LastOrDefault(e => e is ExecutionSuspendedEvent or ExecutionResumedEvent);
        this.closed = [.. OpenWork.ClosedTaskIds(added)];
        this.opened = [.. added.OfType<TaskScheduledEvent>().Select(e => e.EventId).Except(this.closed)];
        this.firedTimers = [.. added.OfType<TimerFiredEvent>().Select(e => e.TimerId)];
        this.newTimers = [.. OpenWork.Timers(added, this.session, this.ExecutionId)];

        // Only turns change the session's open tasks, and this one is the only turn.
        HashSet<int> before = this.replacesHistory ? [] : this.session.OpenTasks ?? [];
        this.openTasks = before.Count - this.closed.Count(before.Contains) + this.opened.Count;
        if (this.replacesHistory)
        {
            this.oldTimers.AddRange(OpenWork.Timers(item.OrchestrationRuntimeState.Events, this.session, item.OrchestrationRuntimeState.OrchestrationInstance?.ExecutionId ?? ""));

            // A rewound history may hold activities that were under way when the orchestration failed: their outcomes were dropped, so they run again.
            this.newTasks.AddRange(OpenWork.Tasks(state, this.opened.Except(own.Select(task => task.Event.EventId))));
        }

        if (this.isTerminal)
        {
            this.oldTimers.AddRange(OpenWork.Timers(state.Events, this.session, this.ExecutionId));
        }
    }

    /// <summary>The instance was purged or replaced while it took the turn, so the turn is dropped.</summary>
    public bool IsStale { get; private set; }

    private string ExecutionId => this.state.OrchestrationInstance!.ExecutionId ?? "";

    public void Execute(TaskHubWriter writer)
    {
        this.effects = new Effects(writer, this.now);
        long key = this.session.Key;
        long sequence = this.replacesHistory ? 0 : this.session.NextSequence;
        this.IsStale = !writer.UpdateTurn(
            key, this.state.OrchestrationStatus, this.now, sequence + 1, this.isTerminal ? 0 : this.openTasks, this.state.Status);
        if (this.IsStale)
        {
            return;
        }

        if (this.replacesHistory)
        {
            writer.BeginExecution(key, this.state.ExecutionStartedEvent!, this.isRewound ? this.RewoundExecutionIds(writer) : null);
        }

        writer.AppendHistory(key, sequence, this.events);
        writer.RemoveFromInbox(this.item.Taken);
        if (this.isTerminal)
        {
            writer.ClearInbox(key);
            writer.ClearTimers(key);
            writer.Complete(key, EventEncoder.Utc(this.state.CompletedTime), EventEncoder.Encode(this.state.FailureDetails), this.state.Output);
            this.effects.End(key, this.session.InstanceId);
        }
        else
        {
            foreach (int id in this.firedTimers)
            {
                writer.RemoveTimer(key, id);
            }

            this.newTimers.ForEach(timer => writer.AddTimer(key, timer.TimerId, timer.DueAt));
            if (this.pause is not null)
            {
                // As in Azure Storage: until there is an output, it is the reason for the last suspension or resumption.
                writer.SetOutput(key, this.pause is ExecutionSuspendedEvent suspended ? suspended.Reason : ((ExecutionResumedEvent)this.pause).Reason);
            }
        }

        this.messages.ForEach(this.effects.Deliver);
        if (this.isRewound)
        {
            this.DeliverLostOutcomes(writer, this.effects);
        }
    }

    public void Committed()
    {
        if (this.IsStale)
        {
            this.table.Remove(this.session.Key);
            return;
        }

        this.oldTimers.ForEach(this.table.Timers.Remove);
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

        this.table.Apply(this.effects!);
    }

    private string RewoundExecutionIds(TaskHubWriter writer)
    {
        string? earlier = writer.Find(this.session.InstanceId)?.RewoundExecutionIds;
        string before = this.item.OrchestrationRuntimeState.OrchestrationInstance?.ExecutionId ?? "";
        return earlier is null ? before : $"{earlier},{before}";
    }

    // Makes up for what a rewound orchestration cannot hear any more: sub-orchestrations that ended after it had failed, whose messages
    // were dropped, and those that were purged since and cannot be rewound with it. One that was rewound with it is running again by now.
    private void DeliverLostOutcomes(TaskHubWriter writer, Effects effects)
    {
        foreach (SubOrchestrationInstanceCreatedEvent created in OpenWork.Children(this.state))
        {
            InstanceHead? child = writer.Find(created.InstanceId);
            if (child is { IsTerminal: false })
            {
                continue;
            }

            (FailureDetails? failure, string? output) = child is null ? (null, null) : writer.FindOutcome(child.Key);
            effects.Deliver(this.state.OrchestrationInstance!, child switch
            {
                null => Effects.Refusal<InvalidOperationException>(created.EventId, $"The sub-orchestration '{created.InstanceId}' cannot be rewound: it was purged."),
                { Status: OrchestrationStatus.Completed } => new SubOrchestrationInstanceCompletedEvent(-1, created.EventId, output),
                _ => new SubOrchestrationInstanceFailedEvent(-1, created.EventId, output, null, failure),
            });
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
            this.session.ExecutionId = this.ExecutionId;
            this.session.State = this.state;
            this.session.WorkItem = this.item;
        }
    }
}
