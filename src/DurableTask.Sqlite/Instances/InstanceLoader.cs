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
        const string Unfinished =
            $"""
            SELECT i.key, i.instance_id, i.status, i.scheduled_at, i.open_tasks > 0, EXISTS (SELECT 1 FROM inbox m WHERE m.key = i.key)
            FROM instances i WHERE i.status NOT IN {Statuses.TerminalSql} ORDER BY i.key
            """;
        var withTasks = new List<InstanceSession>();
        using SqliteCommand command = connection.Command(Unfinished);
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            (long key, string instanceId, bool hasMessages) = (row.GetInt64(0), row.GetString(1), row.GetBoolean(5));
            if (row.GetBoolean(4))
            {
                withTasks.Add(table.GetOrAdd(key, instanceId));
            }

            if (row.GetInt32(2) == (int)OrchestrationStatus.Pending && !row.IsDBNull(3) && row.Time(3) > now)
            {
                table.Hold(key, instanceId, row.Time(3), hasMessages);
            }
            else if (hasMessages)
            {
                table.Wake(key, instanceId);
            }
        }

        table.Timers.Add(connection.Query(
            "SELECT t.fire_at, t.key, t.timer_id, i.instance_id, i.execution_id FROM timers t JOIN instances i ON i.key = t.key",
            timer => new TimerEntry(timer.Time(0), timer.GetInt64(1), timer.GetInt32(2), timer.GetString(3), timer.GetString(4))));
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

            if (file.Read(connection => Read(connection, session)) is not LoadedInstance loaded)
            {
                return false;
            }

            table.Activities.Enqueue(session, Apply(session, loaded));
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
        LoadedInstance? loaded = connection.Query(
            "SELECT execution_id, next_sequence, custom_status FROM instances WHERE key = $1",
            row => new LoadedInstance(row.GetString(0), row.GetInt64(1), row.Text(2)),
            session.Key).SingleOrDefault();
        return loaded is null ? null : loaded with
        {
            Bytes = session.State is null ? TaskHubReader.ReadHistory(connection, session.Key, loaded.Events) : 0,
            Inbox = !session.HasStoredInbox ? [] : connection.Query(
                "SELECT id, execution_id, event FROM inbox WHERE key = $1 ORDER BY id",
                row => new InboxMessage(row.GetInt64(0), new TaskMessage
                {
                    Event = EventDecoder.DecodeOne(row.GetFieldValue<byte[]>(2)),
                    OrchestrationInstance = new OrchestrationInstance { InstanceId = session.InstanceId, ExecutionId = row.Text(1) },
                }),
                session.Key),
        };
    }

    private sealed record LoadedInstance(string ExecutionId, long NextSequence, string? CustomStatus)
    {
        public List<HistoryEvent> Events { get; } = [];

        public long Bytes { get; init; }

        public List<InboxMessage> Inbox { get; init; } = [];
    }
}
