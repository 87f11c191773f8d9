using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Events;
using DurableTask.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Instances;

/// <summary>Reads instances from the file into their sessions.</summary>
internal sealed class InstanceLoader(TaskHubFile file, InstanceTable table)
{
    /// <summary>Finds what was under way when the file was closed, and makes timers and waiting messages known.</summary>
    /// <returns>The instances whose activities have to be given out again.</returns>
    public List<InstanceSession> Recover(DateTime now) => file.Read(connection =>
    {
        var withTasks = new List<InstanceSession>();
        using (SqliteCommand command = TaskHubReader.Command(
            connection,
            $"""
            SELECT i.key, i.instance_id, i.status, i.scheduled_at, i.open_tasks, EXISTS (SELECT 1 FROM inbox m WHERE m.key = i.key)
            FROM instances i WHERE i.status NOT IN {Statuses.TerminalSql} ORDER BY i.key
            """))
        using (SqliteDataReader row = command.ExecuteReader())
        {
            while (row.Read())
            {
                long key = row.GetInt64(0);
                string instanceId = row.GetString(1);
                bool hasMessages = row.GetBoolean(5);
                bool pending = row.GetInt32(2) == (int)OrchestrationStatus.Pending;
                if (row.GetInt64(4) > 0)
                {
                    withTasks.Add(table.GetOrAdd(key, instanceId));
                }

                if (pending && !row.IsDBNull(3) && new DateTime(row.GetInt64(3), DateTimeKind.Utc) is DateTime startAt && startAt > now)
                {
                    table.Hold(key, instanceId, startAt, hasMessages);
                }
                else if (hasMessages)
                {
                    table.Wake(key, instanceId);
                }
            }
        }

        table.Timers.Add(ReadTimers(connection));
        return withTasks;
    });

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

            LoadedInstance? loaded = file.Read(connection => Read(connection, session));
            if (loaded is null)
            {
                return false;
            }

            IReadOnlyCollection<TaskMessage> tasks = Apply(session, loaded);
            table.Activities.Enqueue(session, tasks);
            return true;
        }
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

            OrchestrationRuntimeState state = new(loaded.Events) { Status = loaded.CustomStatus };
            session.State = state;
            session.WorkItem = null;
            session.ExecutionId = loaded.ExecutionId;
            session.NextSequence = loaded.NextSequence;
            session.HistoryBytes = loaded.Bytes;
            if (session.OpenTasks is not null)
            {
                return [];
            }

            session.OpenTasks = OpenWork.TaskIds(state);
            return [.. OpenWork.Tasks(state, session.OpenTasks)];
        }
    }

    private static LoadedInstance? Read(SqliteConnection connection, InstanceSession session)
    {
        string executionId;
        long nextSequence;
        string? customStatus;
        using (SqliteCommand command = TaskHubReader.Command(
            connection, "SELECT execution_id, next_sequence, custom_status FROM instances WHERE key = $key", ("$key", session.Key)))
        using (SqliteDataReader row = command.ExecuteReader())
        {
            if (!row.Read())
            {
                return null;
            }

            executionId = row.GetString(0);
            nextSequence = row.GetInt64(1);
            customStatus = row.IsDBNull(2) ? null : row.GetString(2);
        }

        var events = new List<HistoryEvent>();
        long bytes = session.State is null ? TaskHubReader.ReadHistory(connection, session.Key, events) : 0;
        return new LoadedInstance(executionId, customStatus, nextSequence, bytes, events, session.HasStoredInbox ? ReadInbox(connection, session) : []);
    }

    private static List<InboxMessage> ReadInbox(SqliteConnection connection, InstanceSession session)
    {
        using SqliteCommand command = TaskHubReader.Command(
            connection, "SELECT id, execution_id, event FROM inbox WHERE key = $key ORDER BY id", ("$key", session.Key));
        using SqliteDataReader row = command.ExecuteReader();
        var inbox = new List<InboxMessage>();
        while (row.Read())
        {
            inbox.Add(new InboxMessage(row.GetInt64(0), new TaskMessage
            {
                Event = EventDecoder.DecodeOne(row.GetFieldValue<byte[]>(2)),
                OrchestrationInstance = new OrchestrationInstance
                {
                    InstanceId = session.InstanceId,
                    ExecutionId = row.IsDBNull(1) ? null : row.GetString(1),
                },
            }));
        }

        return inbox;
    }

    private static List<TimerEntry> ReadTimers(SqliteConnection connection)
    {
        using SqliteCommand command = TaskHubReader.Command(
            connection, "SELECT t.fire_at, t.key, t.timer_id, i.instance_id, i.execution_id FROM timers t JOIN instances i ON i.key = t.key");
        using SqliteDataReader row = command.ExecuteReader();
        var timers = new List<TimerEntry>();
        while (row.Read())
        {
            timers.Add(new TimerEntry(new DateTime(row.GetInt64(0), DateTimeKind.Utc), row.GetInt64(1), row.GetInt32(2), row.GetString(3), row.GetString(4)));
        }

        return timers;
    }

    private sealed record LoadedInstance(
        string ExecutionId, string? CustomStatus, long NextSequence, long Bytes, List<HistoryEvent> Events, List<InboxMessage> Inbox);
}
