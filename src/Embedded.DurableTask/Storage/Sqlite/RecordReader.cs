using System.Text.Json;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>Turns rows of the instances table into records.</summary>
internal static class RecordReader
{
    public const string Columns =
        "i.key, i.instance_id, i.execution_id, i.name, i.version, i.status, i.created_at, i.updated_at, i.completed_at, i.scheduled_at, "
        + "i.wake_at, i.turns, i.open_tasks, i.consumed_inbox, i.parent_id, i.parent_execution_id, i.parent_name, i.parent_task_id, "
        + "i.trace_parent, i.tags, i.failure, i.custom_status";

    /// <summary>Reads the row that <paramref name="row"/> stands on; columns 22 and 23, if selected, are input and output.</summary>
    public static InstanceRecord Read(SqliteDataReader row)
    {
        bool payloads = row.FieldCount > 22;
        string? tags = Text(row, 19);
        return new InstanceRecord
        {
            Key = row.GetInt64(0),
            InstanceId = row.GetString(1),
            ExecutionId = row.GetString(2),
            Name = row.GetString(3),
            Version = row.GetString(4),
            Status = (OrchestrationRuntimeStatus)row.GetInt32(5),
            CreatedAt = new DateTime(row.GetInt64(6), DateTimeKind.Utc),
            UpdatedAt = new DateTime(row.GetInt64(7), DateTimeKind.Utc),
            CompletedAt = Time(row, 8),
            ScheduledAt = Time(row, 9),
            WakeAt = Time(row, 10),
            Turns = row.GetInt32(11),
            OpenTasks = row.GetInt32(12),
            ConsumedInbox = row.GetInt64(13),
            Parent = row.IsDBNull(14) ? null : new ParentLink(row.GetString(14), row.GetString(15), row.GetString(16), row.GetInt32(17)),
            TraceParent = Text(row, 18),
            Tags = tags is null ? null : JsonSerializer.Deserialize<Dictionary<string, string>>(tags),
            Failure = row.IsDBNull(20) ? null : row.GetFieldValue<byte[]>(20),
            CustomStatus = Text(row, 21),
            Input = payloads ? Text(row, 22) : null,
            Output = payloads ? Text(row, 23) : null,
        };
    }

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static DateTime? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTime(row.GetInt64(column), DateTimeKind.Utc);
}
