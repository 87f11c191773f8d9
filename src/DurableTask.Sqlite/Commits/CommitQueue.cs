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

    // How long nothing is written after a failure before it is tried whether the file can be written again.
    private static readonly TimeSpan ProbeInterval = TimeSpan.FromSeconds(5);

    private readonly string path;
    private readonly TaskHubWriter writer;
    private readonly BlockingCollection<WriteOperation> waiting = [];
    private readonly ILogger logger;
    private readonly Thread thread;
    private long commits;
    private long failures;
    private volatile TaskHubFileException? failure;

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

    /// <summary>Why the last transaction could not be written; null when it was.</summary>
    public TaskHubFileException? Failure => this.failure;

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
        while (!this.waiting.IsCompleted)
        {
            if (!this.waiting.TryTake(out WriteOperation? first, this.failure is null ? Timeout.InfiniteTimeSpan : ProbeInterval))
            {
                this.Probe();
                continue;
            }

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

    // Whoever failed may wait for long before trying again, and until then nothing would show that there is room again.
    private void Probe()
    {
        if (this.failure is not null && this.Commit([new ProbeOperation(writes: true)]) is null)
        {
            this.Commit([new ProbeOperation(writes: false)]);
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
            if (this.failure is not null)
            {
                Log.WritesAgain(this.logger, this.path);
                this.failure = null;
            }
        }
        catch (Exception e)
        {
            // Whoever waits hears of it: a client's call throws, a turn is taken again.
            this.writer.Rollback();
            Interlocked.Increment(ref this.failures);
            if (e is not SqliteException sqlite)
            {
                Log.CommitFailed(this.logger, e, batch.Count);
                return e;
            }

            TaskHubFileException translated = FileErrors.Translate(this.path, sqlite);
            if (this.failure?.Problem != translated.Problem)
            {
                // Once, however often it is tried again.
                Log.CannotWrite(this.logger, translated.Message);
            }

            return this.failure = translated;
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

        [LoggerMessage(10, LogLevel.Warning, "{Why}")]
        public static partial void CannotWrite(ILogger logger, string why);

        [LoggerMessage(11, LogLevel.Warning, "The task hub '{Path}' can be written again.")]
        public static partial void WritesAgain(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Critical, "What follows a commit failed; the instance goes on after the next start")]
        public static partial void PublishFailed(ILogger logger, Exception error);
    }
}
