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
    private readonly BlockingCollection<WriteOperation> waiting = [];
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

    /// <summary>Queues a change. Changes that are queued one after the other are applied in that order.</summary>
    /// <exception cref="ObjectDisposedException">The service was disposed.</exception>
    public Task CommitAsync(WriteOperation operation)
    {
        try
        {
            this.waiting.Add(operation);
        }
        catch (InvalidOperationException)
        {
            throw new ObjectDisposedException(nameof(SqliteOrchestrationService));
        }

        return operation.Done;
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
        var batch = new List<WriteOperation>();
        foreach (WriteOperation first in this.waiting.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxPerTransaction && this.waiting.TryTake(out WriteOperation? next))
            {
                batch.Add(next);
            }

            Exception? error = this.Commit(batch);
            foreach (WriteOperation operation in batch)
            {
                // What cannot be written must not take along those that only shared its transaction.
                operation.Complete(error is null || batch.Count == 1 ? error : this.Commit([operation]));
            }

            batch.Clear();
        }
    }

    private Exception? Commit(List<WriteOperation> batch)
    {
        try
        {
            this.writer.Begin();
            foreach (WriteOperation operation in batch)
            {
                operation.Execute(this.writer);
            }

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

        foreach (WriteOperation operation in batch)
        {
            this.Publish(operation);
        }

        return null;
    }

    private void Publish(WriteOperation operation)
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

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A transaction of {Count} changes failed")]
        public static partial void CommitFailed(ILogger logger, Exception error, int count);

        [LoggerMessage(2, LogLevel.Critical, "What follows a commit failed; the instance goes on after the next start")]
        public static partial void PublishFailed(ILogger logger, Exception error);
    }
}
