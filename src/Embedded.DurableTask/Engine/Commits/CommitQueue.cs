using System.Collections.Concurrent;
using System.Diagnostics;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine.Commits;

/// <summary>The one writer of a task hub. Whatever waits when it comes round shares one transaction, so a busy hub pays one flush for many turns.</summary>
internal sealed partial class CommitQueue : IDisposable
{
    // Bounds how long one transaction grows while others wait behind it.
    private const int MostPerTransaction = 4096;

    private readonly IOrchestrationStore store;
    private readonly EngineMetrics metrics;
    private readonly BlockingCollection<StoreCommit> waiting = [];
    private readonly ILogger logger;
    private readonly Thread thread;

    public CommitQueue(IOrchestrationStore store, EngineMetrics metrics, ILogger logger)
    {
        this.logger = logger;
        this.store = store;
        this.metrics = metrics;
        this.thread = new Thread(this.Work) { IsBackground = true, Name = "Durable task commits" };
    }

    public void Start() => this.thread.Start();

    /// <summary>Queues a commit. Commits that are queued one after the other are applied in that order.</summary>
    /// <exception cref="ObjectDisposedException">The engine has stopped.</exception>
    public void Enqueue(StoreCommit commit)
    {
        try
        {
            this.waiting.Add(commit);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException("The durable task engine has stopped; start it again to use its client.", (Exception?)null);
        }
    }

    /// <summary>Commits what is queued, then ends.</summary>
    public void Stop()
    {
        this.waiting.CompleteAdding();
        if (this.thread.ThreadState != System.Threading.ThreadState.Unstarted)
        {
            this.thread.Join();
        }
    }

    public void Dispose()
    {
        this.Stop();
        this.waiting.Dispose();
    }

    private void Work()
    {
        var batch = new List<StoreCommit>();
        foreach (StoreCommit first in this.waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MostPerTransaction && this.waiting.TryTake(out StoreCommit? next))
            {
                batch.Add(next);
            }

            Exception? error = this.Commit(batch);
            foreach (StoreCommit commit in batch)
            {
                // What cannot be written must not take along those that only shared its transaction.
                this.Complete(commit, error is null || batch.Count == 1 ? error : this.Commit([commit]));
            }

            batch.Clear();
        }
    }

    private void Complete(StoreCommit commit, Exception? error)
    {
        try
        {
            commit.Complete(error);
        }
        catch (Exception e)
        {
            // Nobody else's commit may wait for ever because one waiter stumbled.
            Log.WaiterFailed(this.logger, e);
        }
    }

    private Exception? Commit(List<StoreCommit> batch)
    {
        long started = Stopwatch.GetTimestamp();
        try
        {
            this.store.Commit(batch);
            this.metrics.Committed(batch, started);
            return null;
        }
        catch (Exception e)
        {
            // Each waiter hears of it: a client call throws, a turn is taken back and run again.
            return e;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(30, LogLevel.Critical, "What follows a commit failed; the instance goes on after the next start")]
        public static partial void WaiterFailed(ILogger logger, Exception error);
    }
}
