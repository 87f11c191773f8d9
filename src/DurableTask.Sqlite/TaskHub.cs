using DurableTask.Sqlite.Commits;
using DurableTask.Sqlite.Instances;
using DurableTask.Sqlite.Storage;
using Microsoft.Extensions.Logging;

namespace DurableTask.Sqlite;

/// <summary>An open task hub: its file, its commit thread and the instances in memory.</summary>
internal sealed partial class TaskHub : IDisposable
{
    private readonly ILogger logger;
    private readonly CancellationTokenSource closing = new();
    private List<InstanceSession> withTasks;

    public TaskHub(SqliteOrchestrationServiceOptions options, ILogger logger)
    {
        this.logger = logger;
        this.File = TaskHubFile.Open(options.DatabasePath, options.Synchronous);
        try
        {
            this.Commits = new CommitQueue(this.File, logger);
            this.Table = new InstanceTable(options.TimeProvider, options.MaxCachedBytes);
            this.Loader = new InstanceLoader(this.File, this.Table);
            this.withTasks = this.Loader.Recover(options.TimeProvider.GetUtcNow().UtcDateTime);
        }
        catch
        {
            this.Dispose();
            throw;
        }
    }

    public TaskHubFile File { get; }

    public CommitQueue Commits { get; }

    public InstanceTable Table { get; }

    public InstanceLoader Loader { get; }

    /// <summary>Commits a change, and then makes its effects visible.</summary>
    public Task CommitAsync(Action<TaskHubWriter, Effects> change)
    {
        Effects? effects = null;
        return this.Commits.CommitAsync(writer => change(writer, effects = new Effects()), () => this.Table.Apply(effects!));
    }

    /// <summary>Gives out the activities that were under way when the file was closed. Their instances are read one after the other, in the background.</summary>
    public void ResumeTasks()
    {
        List<InstanceSession> sessions = Interlocked.Exchange(ref this.withTasks, []);
        if (sessions.Count == 0)
        {
            return;
        }

        CancellationToken closed = this.closing.Token;
        _ = Task.Run(
            () =>
            {
                foreach (InstanceSession session in sessions)
                {
                    if (closed.IsCancellationRequested)
                    {
                        return;
                    }

                    try
                    {
                        this.Loader.Load(session);
                        this.Table.Release(session, SessionPhase.Idle);
                    }
                    catch (Exception e)
                    {
                        // The others can go on. This one is tried again with its next message, or after the next start.
                        Log.ResumeFailed(this.logger, e, session.InstanceId);
                    }
                }
            },
            closed);
    }

    public void Dispose()
    {
        this.closing.Cancel();
        this.Commits?.Dispose();
        this.Table?.Dispose();
        this.File.Dispose();
        this.closing.Dispose();
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "The activities of instance '{InstanceId}' could not be resumed")]
        public static partial void ResumeFailed(ILogger logger, Exception error, string instanceId);
    }
}
