using System.Threading.Channels;
using DurableTask.Core.Tracing;

namespace DurableTask.Sqlite;

/// <content>What the framework's dispatchers ask for.</content>
public sealed partial class SqliteOrchestrationService
{
    /// <summary>Waits for an instance that has something to do. There is no timeout: the wait ends with a work item, or with null when it is cancelled.</summary>
    public Task<TaskOrchestrationWorkItem> LockNextTaskOrchestrationWorkItemAsync(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        this.NextAsync<TaskOrchestrationWorkItem>(
            async open => this.Prepare(open, await open.Table.DequeueReadyAsync(cancellationToken).ConfigureAwait(false)), cancellationToken);

    /// <inheritdoc/>
    public Task RenewTaskOrchestrationWorkItemLockAsync(TaskOrchestrationWorkItem workItem) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task CompleteTaskOrchestrationWorkItemAsync(
        TaskOrchestrationWorkItem workItem,
        OrchestrationRuntimeState newOrchestrationRuntimeState,
        IList<TaskMessage> outboundMessages,
        IList<TaskMessage> orchestratorMessages,
        IList<TaskMessage> timerMessages,
        TaskMessage continuedAsNewMessage,
        OrchestrationState orchestrationState)
    {
        var item = (SqliteOrchestrationWorkItem)workItem;
        TaskHub open = this.Open();
        if (orchestrationState is null)
        {
            // The framework found the messages to be for nobody.
            await open.CommitAsync((writer, _) => writer.RemoveFromInbox(item.Taken)).ConfigureAwait(false);
            lock (item.Instance.Gate)
            {
                item.Instance.Forget();
            }

            item.IsCompleted = true;
            return;
        }

        DateTime now = this.Now;
        if (this.HasOwnClock)
        {
            Restamp(item, newOrchestrationRuntimeState, outboundMessages.Concat(orchestratorMessages), now);
        }

        var turn = new Turn(open.Table, item, newOrchestrationRuntimeState, outboundMessages, orchestratorMessages, now);
        await open.Commits.CommitAsync(turn.Execute, turn.Committed).ConfigureAwait(false);
        if (turn.IsStale)
        {
            Log.TurnOfReplacedInstance(this.logger, item.InstanceId);
        }

        item.IsCompleted = true;
    }

    /// <inheritdoc/>
    public Task AbandonTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        this.GiveBack((SqliteOrchestrationWorkItem)workItem, rest: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task ReleaseTaskOrchestrationWorkItemAsync(TaskOrchestrationWorkItem workItem)
    {
        var item = (SqliteOrchestrationWorkItem)workItem;
        if (item.IsCompleted)
        {
            // Its next turn may begin at once, with the same item.
            this.hub?.Table.Release(item.Instance);
        }
        else
        {
            this.GiveBack(item, rest: false);
        }

        return Task.CompletedTask;
    }

    /// <summary>Waits for an activity to run. There is no timeout: the wait ends with a work item, or with null when it is cancelled.</summary>
    public Task<TaskActivityWorkItem> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken) =>
        this.NextAsync<TaskActivityWorkItem>(
            async open =>
            {
                SqliteActivityWorkItem item = await open.Table.Activities.DequeueAsync(cancellationToken).ConfigureAwait(false);
                lock (item.Instance.Gate)
                {
                    return InstanceTable.IsWanted(item) ? item : null;
                }
            },
            cancellationToken);

    /// <inheritdoc/>
    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    /// <summary>Hands an activity's outcome to its orchestration. It becomes durable with the turn that takes it; until then the activity would run again after a crash.</summary>
    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        ArgumentNullException.ThrowIfNull(responseMessage);
        this.Stamp(responseMessage.Event);
        this.hub?.Table.DeliverOutcome((SqliteActivityWorkItem)workItem, responseMessage);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        this.hub?.Table.Return((SqliteActivityWorkItem)workItem);
        return Task.CompletedTask;
    }

    // Null asks for the next one.
    private async Task<T> NextAsync<T>(Func<TaskHub, Task<T?>> takeAsync, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            TaskHub open = this.Open();
            while (true)
            {
                if (await takeAsync(open).ConfigureAwait(false) is T item)
                {
                    return item;
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null!;
        }
        catch (Exception e) when (e is ChannelClosedException or ObjectDisposedException)
        {
            // There will be nothing more: the dispatcher must not ask again and again until it is stopped.
            await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return null!;
        }
    }

    private void GiveBack(SqliteOrchestrationWorkItem item, bool rest)
    {
        if (item is { IsCompleted: false, IsAbandoned: false })
        {
            item.IsAbandoned = true;
            this.hub?.Table.Return(item.Instance, item.Taken, rest);
        }
    }

    // The framework stamps what it makes with the system's clock. The start of a turn is left as it is: the orchestrator has read it.
    private static void Restamp(TaskOrchestrationWorkItem item, OrchestrationRuntimeState state, IEnumerable<TaskMessage> messages, DateTime now)
    {
        bool rewound = state.Events.Any(e => e is ExecutionRewoundEvent);
        bool continued = !rewound && !ReferenceEquals(state, item.OrchestrationRuntimeState);
        foreach (HistoryEvent e in rewound ? [] : state.NewEvents)
        {
            if (e is TaskScheduledEvent or TimerCreatedEvent or SubOrchestrationInstanceCreatedEvent or EventSentEvent or ExecutionCompletedEvent or OrchestratorCompletedEvent
                || (continued && e is ExecutionStartedEvent))
            {
                e.Timestamp = now;
            }
        }

        foreach (TaskMessage message in messages)
        {
            message.Event.Timestamp = now;
        }
    }

    private SqliteOrchestrationWorkItem? Prepare(TaskHub open, InstanceSession session)
    {
        lock (session.Gate)
        {
            if (session.IsRemoved)
            {
                return null;
            }

            session.Phase = SessionPhase.Running;
        }

        try
        {
            if (!open.Load(session))
            {
                open.Table.Remove(session.Key);
                return null;
            }
        }
        catch
        {
            open.Table.Return(session, [], rest: true);
            throw;
        }

        SqliteOrchestrationWorkItem? item;
        lock (session.Gate)
        {
            item = session.IsRemoved ? null : this.TakeTurn(session);
        }

        if (item is null)
        {
            open.Table.Release(session);
        }

        return item;
    }

    // The caller holds the session's gate.
    private SqliteOrchestrationWorkItem? TakeTurn(InstanceSession session)
    {
        OrchestrationRuntimeState state = session.State!;
        List<InboxMessage> taken = [.. session.Inbox];
        session.Inbox.Clear();
        if (state.ExecutionCompletedEvent is not null)
        {
            // Of an instance that has ended nothing can happen but that it is rewound, which the framework takes alone.
            int rewound = taken.FindIndex(message => message.Message.Event is ExecutionRewoundEvent);
            session.Inbox.AddRange(rewound < 0 ? [] : taken[(rewound + 1)..]);
            taken = rewound < 0 ? [] : [taken[rewound]];

            // The framework takes it for granted that a rewound orchestration was traced.
            state.ExecutionStartedEvent?.ParentTraceContext ??= new DistributedTraceContext("");
        }

        if (taken.Count == 0)
        {
            return null;
        }

        foreach (HistoryEvent e in state.NewEvents)
        {
            state.PastEvents.Add(e);
        }

        state.NewEvents.Clear();
        SqliteOrchestrationWorkItem item = this.options.KeepOrchestrators && session.WorkItem is { } kept
            ? kept
            : new SqliteOrchestrationWorkItem { Instance = session, InstanceId = session.InstanceId, LockedUntilUtc = DateTime.MaxValue };
        item.IsCompleted = false;
        item.Taken = taken;
        item.OrchestrationRuntimeState = state;
        item.NewMessages = [.. taken.Select(message => message.Message)];
        return item;
    }

    private static partial class Log
    {
        [LoggerMessage(4, LogLevel.Information, "A turn of instance '{InstanceId}' was dropped: the instance was purged or replaced meanwhile")]
        public static partial void TurnOfReplacedInstance(ILogger logger, string instanceId);
    }
}
