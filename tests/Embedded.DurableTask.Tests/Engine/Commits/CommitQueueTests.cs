using EmbeddedFunctions.DurableTask.Engine;
using EmbeddedFunctions.DurableTask.Engine.Commits;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedFunctions.DurableTask.Tests.Engine.Commits;

public sealed class CommitQueueTests : IDisposable
{
    private readonly List<int> transactions = [];
    private readonly ManualResetEventSlim written = new();
    private readonly ManualResetEventSlim open = new();
    private readonly HashSet<StoreCommit> refused = new(ReferenceEqualityComparer.Instance);
    private readonly EngineMetrics metrics = new("test", () => 0, () => 0);
    private readonly CommitQueue queue;

    public CommitQueueTests()
    {
        this.queue = new CommitQueue(new StubStore(this.Write), this.metrics, NullLogger.Instance);
        this.queue.Start();
    }

    public void Dispose()
    {
        this.open.Set();
        this.queue.Dispose();
        this.metrics.Dispose();
        this.written.Dispose();
        this.open.Dispose();
    }

    [Fact]
    public async Task Enqueue_WhileATransactionIsWritten_AllThatWaitShareTheNext()
    {
        Task first = this.Enqueue();
        this.written.Wait();
        Task[] others = [.. Enumerable.Range(0, 1_000).Select(_ => this.Enqueue())];
        this.open.Set();

        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 1_000], this.transactions);
        Assert.Equal(2, this.metrics.Read().Commits);
    }

    [Fact]
    public async Task Enqueue_OneOfManyCannotBeWritten_OnlyThatOneFails()
    {
        Task first = this.Enqueue();
        this.written.Wait();
        Task before = this.Enqueue();
        Task wrong = this.Enqueue(isRefused: true);
        Task after = this.Enqueue();
        this.open.Set();

        await Task.WhenAll(first, before, after);

        await Assert.ThrowsAsync<InvalidDataException>(() => wrong);
    }

    [Fact]
    public async Task Enqueue_AfterAFailure_IsWritten()
    {
        this.open.Set();
        await Assert.ThrowsAsync<InvalidDataException>(() => this.Enqueue(isRefused: true));

        await this.Enqueue();

        Assert.Equal([1], this.transactions);
    }

    [Fact]
    public async Task Enqueue_AWaiterThrows_TheOthersHearAllTheSame()
    {
        Task first = this.Enqueue();
        this.written.Wait();
        this.queue.Enqueue(new StoreCommit((_, _) => throw new InvalidOperationException("A waiter stumbles.")));
        Task after = this.Enqueue();
        this.open.Set();

        await Task.WhenAll(first, after);
    }

    [Fact]
    public async Task Stop_WithCommitsWaiting_WritesThem()
    {
        Task first = this.Enqueue();
        this.written.Wait();
        Task last = this.Enqueue();
        this.open.Set();

        this.queue.Stop();

        await Task.WhenAll(first, last);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => this.Enqueue());
    }

    private Task Enqueue(bool isRefused = false)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var commit = new StoreCommit((_, error) =>
        {
            if (error is null)
            {
                done.SetResult();
            }
            else
            {
                done.SetException(error);
            }
        });
        if (isRefused)
        {
            this.refused.Add(commit);
        }

        this.queue.Enqueue(commit);
        return done.Task;
    }

    private void Write(IReadOnlyList<StoreCommit> commits)
    {
        this.written.Set();
        this.open.Wait();
        if (commits.Any(this.refused.Contains))
        {
            throw new InvalidDataException("This store does not take that one.");
        }

        this.transactions.Add(commits.Count);
    }
}
