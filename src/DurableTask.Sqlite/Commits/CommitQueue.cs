using System.Collections.Concurrent;

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
    private readonly BlockingCollection<Operation> waiting = [];
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

    public long Commits => Interlocked.Read(ref this.commits);

    public long Failures => Interlocked.Read(ref this.failures);

    /// <summary>Why transactions cannot be written; null when they can.</summary>
    public TaskHubFileException? Failure => this.failure;

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
        while (!this.waiting.IsCompleted)
        {
            if (!this.waiting.TryTake(out Operation? first, this.failure is null ? Timeout.InfiniteTimeSpan : ProbeInterval))
            {
                this.Probe();
                continue;
            }

            batch.Add(first);
            while (batch.Count < MaxPerTransaction && this.waiting.TryTake(out Operation? next))
            {
                batch.Add(next);
            }

            Exception? error = this.Commit(batch);
            if (error is null)
            {
                this.Probe();
            }

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

    // A failure is over when as much as a turn may write can be written: on a full disk something small may still fit into a page that is there.
    // Whoever failed may wait for long before trying again, and until then nothing else would show that there is room. The keys of instances are positive.
    private void Probe()
    {
        if (this.failure is not null
            && Try("INSERT OR REPLACE INTO inputs (key, input) VALUES (-1, zeroblob(65536))") is null
            && Try("DELETE FROM inputs WHERE key = -1") is null)
        {
            Log.WritesAgain(this.logger, this.path);
            this.failure = null;
        }

        Exception? Try(string sql) => this.Commit([new Operation(writer => writer.Run(sql), static () => { }, new TaskCompletionSource())]);
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
            if (e is not SqliteException sqlite)
            {
                Log.CommitFailed(this.logger, e, batch.Count);
                return e;
            }

            TaskHubFileException translated = TaskHubFileException.From(sqlite, this.path);
            if (this.failure?.Problem != translated.Problem)
            {
                // Once, however often it is tried again.
                Log.CannotWrite(this.logger, translated.Message);
            }

            return this.failure = translated;
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

        [LoggerMessage(10, LogLevel.Warning, "{Why}")]
        public static partial void CannotWrite(ILogger logger, string why);

        [LoggerMessage(11, LogLevel.Warning, "The task hub '{Path}' can be written again.")]
        public static partial void WritesAgain(ILogger logger, string path);

        [LoggerMessage(2, LogLevel.Critical, "What follows a commit failed; the instance goes on after the next start")]
        public static partial void PublishFailed(ILogger logger, Exception error);
    }
}
