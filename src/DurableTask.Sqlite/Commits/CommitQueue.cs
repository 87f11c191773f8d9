using System.Collections.Concurrent;
using DurableTask.Sqlite.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite.Commits;

/// <summary>The one writer of a task hub. Whatever waits is written in one transaction, so a busy hub pays one flush for many turns.</summary>
internal sealed partial class CommitQueue : IDisposable
{
    // Bounds how long one transaction grows while others wait behind it.
    private const int MaxPerTransaction = 4096;

    private readonly string path;
    private readonly TaskHubWriter writer;
    private readonly BlockingCollection<Operation> waiting = [];
    private readonly ILogger logger;
    private readonly Thread thread;
    private long commits;
    private long failures;

    public CommitQueue(TaskHubFile file, ILogger logger)
    {
        this.path = file.Path;
        this.writer = new TaskHubWriter(file.Writer!);
        this.logger = logger;
        this.thread = new Thread(this.Work) { IsBackground = true, Name = "DurableTask.Sqlite commits" };
        this.thread.Start();
    }

    /// <summary>How many transactions were committed.</summary>
    public long Commits => Interlocked.Read(ref this.commits);

    /// <summary>How many transactions failed.</summary>
    public long Failures => Interlocked.Read(ref this.failures);

    /// <summary>Queues a change, which takes part in a transaction as a whole. Changes that are queued one after the other are applied in that order.</summary>
    /// <param name="execute">Writes. Runs again from the start if the transaction that it shared failed.</param>
    /// <param name="committed">Runs on the commit thread as soon as the change is durable, in the order of the commits.</param>
    /// <returns>Ends when the change is durable and <paramref name="committed"/> has run, or with the error that kept it from being so.</returns>
    /// <exception cref="ObjectDisposedException">The service was disposed.</exception>
    public Task CommitAsync(Action<TaskHubWriter> execute, Action committed)
    {
        var operation = new Operation(execute, committed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        try
        {
            this.waiting.Add(operation);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteOrchestrationService));
        }

        return operation.Done.Task;
    }

    /// <summary>Commits what is queued, then ends.</summary>
    public void Dispose()
    {
        this.waiting.CompleteAdding();
        this.thread.Join();
        this.writer.Dispose();
        this.waiting.Dispose();
    }

    private void Work()
    {
        var batch = new List<Operation>();
        foreach (Operation first in this.waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxPerTransaction && this.waiting.TryTake(out Operation? next))
            {
                batch.Add(next);
            }

            Exception? error = this.Commit(batch);
            foreach (Operation operation in batch)
            {
                // What cannot be written must not take along those that only shared its transaction.
                if ((error is null || batch.Count == 1 ? error : this.Commit([operation])) is Exception its)
                {
                    operation.Done.SetException(its);
                }
                else
                {
                    operation.Done.SetResult();
                }
            }

            batch.Clear();
        }
    }

    private Exception? Commit(List<Operation> batch)
    {
        try
        {
            this.writer.Begin();
            batch.ForEach(operation => operation.Execute(this.writer));
            this.writer.Commit();
            Interlocked.Increment(ref this.commits);
        }
        catch (Exception e)
        {
            // Whoever waits hears of it: a client's call throws, a turn is taken again.
            this.writer.Rollback();
            Interlocked.Increment(ref this.failures);
            Log.CommitFailed(this.logger, e, batch.Count);
            return e is SqliteException sqlite ? FileErrors.Translate(this.path, sqlite) : e;
        }

        foreach (Operation operation in batch)
        {
            try
            {
                operation.Committed();
            }
            catch (Exception e)
            {
                // The others in the transaction must not wait for ever because one of them failed here.
                Log.PublishFailed(this.logger, e);
            }
        }

        return null;
    }

    private sealed record Operation(Action<TaskHubWriter> Execute, Action Committed, TaskCompletionSource Done);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A transaction of {Count} changes failed")]
        public static partial void CommitFailed(ILogger logger, Exception error, int count);

        [LoggerMessage(2, LogLevel.Critical, "What follows a commit failed; the instance goes on after the next start")]
        public static partial void PublishFailed(ILogger logger, Exception error);
    }
}
