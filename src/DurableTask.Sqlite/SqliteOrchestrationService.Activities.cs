using System.Threading.Channels;
using DurableTask.Core;
using DurableTask.Sqlite.Instances;

namespace DurableTask.Sqlite;

/// <content>What the framework's activity dispatcher asks for.</content>
public sealed partial class SqliteOrchestrationService
{
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
}
