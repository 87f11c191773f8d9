using DurableTask.Core;
using DurableTask.Sqlite.Instances;

namespace DurableTask.Sqlite;

/// <content>What the framework's activity dispatcher asks for.</content>
public sealed partial class SqliteOrchestrationService
{
    /// <summary>Waits for an activity to run. There is no timeout: the wait ends with a work item, or with null when it is cancelled.</summary>
    public async Task<TaskActivityWorkItem> LockNextTaskActivityWorkItem(TimeSpan receiveTimeout, CancellationToken cancellationToken)
    {
        try
        {
            TaskHub open = this.Open();
            while (true)
            {
                SqliteActivityWorkItem item = await open.Table.Activities.DequeueAsync(cancellationToken).ConfigureAwait(false);
                lock (item.Instance.Gate)
                {
                    if (InstanceTable.IsWanted(item))
                    {
                        return item;
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            return null!;
        }
        catch (ObjectDisposedException)
        {
            return await NothingMoreAsync<TaskActivityWorkItem>(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public Task<TaskActivityWorkItem> RenewTaskActivityWorkItemLockAsync(TaskActivityWorkItem workItem) => Task.FromResult(workItem);

    /// <summary>Hands an activity's outcome to its orchestration. It becomes durable with the turn that takes it; until then the activity would run again after a crash.</summary>
    public Task CompleteTaskActivityWorkItemAsync(TaskActivityWorkItem workItem, TaskMessage responseMessage)
    {
        ArgumentNullException.ThrowIfNull(responseMessage);
        if (this.HasOwnClock)
        {
            responseMessage.Event.Timestamp = this.Now;
        }

        this.hub?.Table.DeliverOutcome((SqliteActivityWorkItem)workItem, responseMessage);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task AbandonTaskActivityWorkItemAsync(TaskActivityWorkItem workItem)
    {
        this.hub?.Table.Return((SqliteActivityWorkItem)workItem);
        return Task.CompletedTask;
    }

    private static async Task<T> NothingMoreAsync<T>(CancellationToken cancellationToken)
    {
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return default!;
    }
}
