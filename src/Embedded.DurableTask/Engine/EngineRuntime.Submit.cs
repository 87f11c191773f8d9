using EmbeddedFunctions.DurableTask.Storage;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>Commits that clients ask for. Once queued a commit is not taken back, so a cancelled caller may yet have had its way.</summary>
internal sealed partial class EngineRuntime
{
    public Task SubmitAsync(IReadOnlyList<NewInstance> creates, IReadOnlyList<NewMessage> messages, CancellationToken cancellation) =>
        this.SubmitAsync(completed => new StoreCommit(completed) { Creates = creates, Messages = messages }, cancellation);

    public Task SubmitAsync(IReadOnlyList<PurgeWrite> purges, CancellationToken cancellation) =>
        this.SubmitAsync(completed => new StoreCommit(completed) { Purges = purges }, cancellation);

    public async Task RewindAsync(
        IReadOnlyList<RewindWrite> rewinds, IReadOnlyList<NewInstance> creates, IReadOnlyList<NewMessage> messages, CancellationToken cancellation)
    {
        await this.SubmitAsync(
            completed => new StoreCommit(completed) { Rewinds = rewinds, Creates = creates, Messages = messages }, cancellation).ConfigureAwait(false);
        foreach (RewindWrite rewind in rewinds)
        {
            this.Waiters.Changed(rewind.After);
            this.Actor(rewind.After.InstanceId).Wake();
        }
    }

    private Task SubmitAsync(Func<Action<StoreCommit, Exception?>, StoreCommit> make, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        this.Commits.Enqueue(make((commit, error) =>
        {
            if (error is not null)
            {
                done.SetException(error);
                return;
            }

            this.Release(commit);
            done.SetResult();
        }));
        return done.Task.WaitAsync(cancellation);
    }
}
