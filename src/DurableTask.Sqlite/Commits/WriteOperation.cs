using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>One change of the task hub, which takes part in a transaction as a whole.</summary>
internal abstract class WriteOperation
{
    private readonly TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when the change is durable and its effects are visible, or with the error that kept it from being so.</summary>
    public Task Done => this.done.Task;

    /// <summary>Writes. Runs again from the start if the transaction that it shared failed.</summary>
    public abstract void Execute(TaskHubWriter writer);

    /// <summary>Runs on the commit thread as soon as the change is durable, in the order of the commits.</summary>
    public virtual void Committed()
    {
    }

    public void Complete(Exception? error)
    {
        if (error is null)
        {
            this.done.TrySetResult();
        }
        else
        {
            this.done.TrySetException(error);
        }
    }
}
