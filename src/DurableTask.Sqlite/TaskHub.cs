namespace DurableTask.Sqlite;

/// <summary>An open task hub: its file, its commit thread, and the instances in memory, which it reads from the file.</summary>
internal sealed partial class TaskHub : IDisposable
{
    private readonly TimeProvider time;
    private readonly ILogger logger;
    private readonly CancellationTokenSource closing = new();
    private List<InstanceSession> withTasks;

    public TaskHub(SqliteOrchestrationServiceOptions options, ILogger logger)
    {
        this.time = options.TimeProvider;
        this.logger = logger;
        this.File = TaskHubFile.Open(options.DatabasePath, options.Synchronous);
        try
        {
            this.Commits = new CommitQueue(this.File, logger);
            this.Table = new InstanceTable(this.time, options.MaxCachedBytes);
            this.withTasks = this.File.Read(this.Recover);
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

    private DateTime Now => this.time.GetUtcNow().UtcDateTime;

    /// <summary>Commits a change, and then makes its effects visible.</summary>
    public Task CommitAsync(Action<TaskHubWriter, Effects> change)
    {
        Effects? effects = null;
        return this.Commits.CommitAsync(writer => change(writer, effects = new Effects(writer, this.Now)), () => this.Table.Apply(effects!));
    }

    /// <summary>Gives out the activities that were under way when the file was closed. Their instances are read one after the other, in the background.</summary>
    public void ResumeTasks()
    {
        List<InstanceSession> sessions = Interlocked.Exchange(ref this.withTasks, []);
        CancellationToken closed = this.closing.Token;
        _ = Task.Run(
            () =>
            {
                foreach (InstanceSession session in sessions.TakeWhile(_ => !closed.IsCancellationRequested))
                {
                    try
                    {
                        this.Load(session);
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

    /// <summary>Brings a session's state and stored messages into memory, and gives out its activities if that was not done yet.</summary>
    /// <returns>False if the instance is gone.</returns>
    public bool Load(InstanceSession session)
    {
        lock (session.LoadGate)
        {
            if (session is { State: not null, HasStoredInbox: false })
            {
                return true;
            }

            if (this.File.Read(connection => Read(connection, session)) is not LoadedInstance loaded)
            {
                return false;
            }

            this.Table.Activities.Enqueue(session, Apply(session, loaded));
            return true;
        }
    }

    public void Dispose()
    {
        this.closing.Cancel();
        this.Commits?.Dispose();
        this.Table?.Dispose();
        this.File.Dispose();
        this.closing.Dispose();
    }

    // Finds what was under way when the file was closed, and makes timers and waiting messages known. Returns those with activities to give out again.
    private List<InstanceSession> Recover(SqliteConnection connection)
    {
        const string Unfinished =
            $"""
            SELECT i.key, i.instance_id, i.status, i.scheduled_at, i.open_tasks > 0, EXISTS (SELECT 1 FROM inbox m WHERE m.key = i.key)
            FROM instances i WHERE i.status NOT IN {Statuses.TerminalSql} ORDER BY i.key
            """;
        var withTasks = new List<InstanceSession>();
        DateTime now = this.Now;
        using SqliteCommand command = connection.Command(Unfinished);
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            (long key, string instanceId, bool hasMessages) = (row.GetInt64(0), row.GetString(1), row.GetBoolean(5));
            if (row.GetBoolean(4))
            {
                withTasks.Add(this.Table.GetOrAdd(key, instanceId));
            }

            if (row.GetInt32(2) == (int)OrchestrationStatus.Pending && !row.IsDBNull(3) && row.Time(3) > now)
            {
                this.Table.Hold(key, instanceId, row.Time(3), hasMessages);
            }
            else if (hasMessages)
            {
                this.Table.Wake(key, instanceId);
            }
        }

        this.Table.Timers.Add(connection.Query(
            "SELECT t.fire_at, t.key, t.timer_id, i.instance_id, i.execution_id FROM timers t JOIN instances i ON i.key = t.key",
            timer => new TimerEntry(timer.Time(0), timer.GetInt64(1), timer.GetInt32(2), timer.GetString(3), timer.GetString(4))));
        return withTasks;
    }

    private static IReadOnlyCollection<TaskMessage> Apply(InstanceSession session, LoadedInstance loaded)
    {
        lock (session.Gate)
        {
            if (session.IsRemoved)
            {
                return [];
            }

            if (loaded.Inbox.Count > 0)
            {
                session.ReadUpToRow = loaded.Inbox[^1].RowId;
                session.Inbox.RemoveAll(message => message.RowId != 0 && message.RowId <= session.ReadUpToRow);
                session.Inbox.InsertRange(0, loaded.Inbox);
            }

            session.HasStoredInbox = false;
            if (session.State is not null)
            {
                return [];
            }

            session.State = new(loaded.Events) { Status = loaded.CustomStatus };
            session.WorkItem = null;
            session.ExecutionId = loaded.ExecutionId;
            session.NextSequence = loaded.NextSequence;
            session.HistoryBytes = loaded.Bytes;
            if (session.OpenTasks is not null)
            {
                return [];
            }

            session.OpenTasks = OpenWork.TaskIds(session.State);
            return [.. OpenWork.Tasks(session.State, session.OpenTasks)];
        }
    }

    private static LoadedInstance? Read(SqliteConnection connection, InstanceSession session)
    {
        const string Sql = "SELECT execution_id, next_sequence, custom_status FROM instances WHERE key = $1";
        if (connection.Query(Sql, row => (row.GetString(0), row.GetInt64(1), row.Text(2)), session.Key) is not [var (executionId, nextSequence, customStatus)])
        {
            return null;
        }

        var events = new List<HistoryEvent>();
        long bytes = session.State is null ? TaskHubReader.ReadHistory(connection, session.Key, events) : 0;
        List<InboxMessage> inbox = !session.HasStoredInbox ? [] : connection.Query(
            "SELECT id, execution_id, event FROM inbox WHERE key = $1 ORDER BY id",
            row => new InboxMessage(row.GetInt64(0), new TaskMessage
            {
                Event = EventDecoder.DecodeOne(row.GetFieldValue<byte[]>(2)),
                OrchestrationInstance = new OrchestrationInstance { InstanceId = session.InstanceId, ExecutionId = row.Text(1) },
            }),
            session.Key);
        return new LoadedInstance(executionId, nextSequence, customStatus, events, bytes, inbox);
    }

    private sealed record LoadedInstance(
        string ExecutionId, long NextSequence, string? CustomStatus, List<HistoryEvent> Events, long Bytes, List<InboxMessage> Inbox);

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Error, "The activities of instance '{InstanceId}' could not be resumed")]
        public static partial void ResumeFailed(ILogger logger, Exception error, string instanceId);
    }
}
