using System.Text.Json;

namespace DurableTask.Sqlite.Storage;

/// <summary>What a list of instances is narrowed by. Bounds include their ends; what is null does not narrow.</summary>
internal sealed record InstanceFilter(
    long AfterKey = 0,
    IReadOnlyCollection<OrchestrationStatus>? Statuses = null,
    DateTime? CreatedFrom = null,
    DateTime? CreatedTo = null,
    DateTime? UpdatedTo = null,
    DateTime? CompletedTo = null,
    string? InstanceIdPrefix = null,
    bool WithPayloads = false,
    int Limit = 0);

/// <summary>An instance's state, and what of its row the framework's class has no field for.</summary>
internal sealed record InstanceRecord(long Key, string FirstExecutionId, OrchestrationState State);

/// <summary>The queries of a task hub. Each takes a connection that is inside a read transaction.</summary>
internal static class TaskHubReader
{
    private const string Columns =
        """
        i.key, i.instance_id, i.execution_id, i.first_execution_id, i.status, i.created_at, i.updated_at, i.completed_at, i.scheduled_at,
        i.generation, i.parent_instance_id, i.parent_execution_id, i.parent_name, i.parent_version, i.parent_task_id, i.name, i.version, i.tags, i.custom_status
        """;

    private const string Payloads = ", i.failure, i.output, p.input FROM instances i LEFT JOIN inputs p ON p.key = i.key";

    private const int PayloadColumn = 19;

    public static InstanceRecord? Find(SqliteConnection connection, string instanceId) =>
        connection.Query($"SELECT {Columns}{Payloads} WHERE i.instance_id = $1", row => ReadRecord(row, withPayloads: true), instanceId).SingleOrDefault();

    /// <summary>Lists instances in the order in which they were created, which no later instance changes.</summary>
    public static List<InstanceRecord> List(SqliteConnection connection, InstanceFilter filter)
    {
        var conditions = new List<string>();
        var values = new List<object?>();
        Add("i.key > $", filter.AfterKey);
        Add("i.created_at >= $", filter.CreatedFrom?.Ticks);
        Add("i.created_at <= $", filter.CreatedTo?.Ticks);
        Add("i.updated_at <= $", filter.UpdatedTo?.Ticks);
        Add("i.completed_at <= $", filter.CompletedTo?.Ticks);
        Add("instr(i.instance_id, $) = 1", filter.InstanceIdPrefix);
        if (filter.Statuses is not null)
        {
            conditions.Add($"i.status IN ({string.Join(", ", filter.Statuses.Select(status => (int)status))})");
        }

        return connection.Query(
            $"SELECT {Columns}{(filter.WithPayloads ? Payloads : " FROM instances i")} WHERE {string.Join(" AND ", conditions)} ORDER BY i.key LIMIT {filter.Limit}",
            row => ReadRecord(row, filter.WithPayloads),
            [.. values]);

        void Add(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                conditions.Add(condition.Replace("$", $"${values.Count}", StringComparison.Ordinal));
            }
        }
    }

    /// <summary>Finds instances, and if asked to their sub-orchestrations, and theirs.</summary>
    public static List<(long Key, string InstanceId)> Family(SqliteConnection connection, IEnumerable<string> instanceIds, bool recursive) => connection.Query(
        """
        WITH RECURSIVE family (key, instance_id) AS (
            SELECT key, instance_id FROM instances WHERE instance_id IN (SELECT value FROM json_each($1))
            UNION
            SELECT i.key, i.instance_id FROM family f JOIN instances i ON i.parent_instance_id = f.instance_id WHERE $2
        )
        SELECT key, instance_id FROM family
        """,
        row => (row.GetInt64(0), row.GetString(1)),
        JsonSerializer.Serialize(instanceIds),
        recursive);

    /// <summary>Reads an instance's history in order.</summary>
    /// <returns>The size of its encoded form, in bytes.</returns>
    public static long ReadHistory(SqliteConnection connection, long key, List<HistoryEvent> events)
    {
        long bytes = 0;
        using SqliteCommand command = connection.Command("SELECT events FROM history WHERE key = $1 ORDER BY sequence", key);
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            byte[] blob = row.GetFieldValue<byte[]>(0);
            bytes += blob.Length;
            EventDecoder.Decode(blob, events);
        }

        return bytes;
    }

    private static InstanceRecord ReadRecord(SqliteDataReader row, bool withPayloads)
    {
        var state = new OrchestrationState
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.GetString(1), ExecutionId = row.GetString(2) },
            OrchestrationStatus = (OrchestrationStatus)row.GetInt32(4),
            CreatedTime = row.Time(5),
            LastUpdatedTime = row.Time(6),
            CompletedTime = row.IsDBNull(7) ? NotCompleted : row.Time(7),
            ScheduledStartTime = row.IsDBNull(8) ? null : row.Time(8),
            Generation = row.IsDBNull(9) ? null : row.GetInt32(9),
            ParentInstance = row.IsDBNull(10) ? null : new ParentInstance
            {
                OrchestrationInstance = new OrchestrationInstance { InstanceId = row.GetString(10), ExecutionId = row.Text(11) },
                Name = row.Text(12),
                Version = row.Text(13),
                TaskScheduleId = row.IsDBNull(14) ? 0 : row.GetInt32(14),
            },
            Name = row.GetString(15),
            Version = row.Text(16),
            Tags = row.Text(17) is string tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags) : null,
            Status = row.Text(18),
            FailureDetails = withPayloads && !row.IsDBNull(PayloadColumn) ? EventDecoder.DecodeFailure(row.GetFieldValue<byte[]>(PayloadColumn)) : null,
            Output = withPayloads ? row.Text(PayloadColumn + 1) : null,
            Input = withPayloads ? row.Text(PayloadColumn + 2) : null,
        };
        return new InstanceRecord(row.GetInt64(0), row.GetString(3), state);
    }

    // The framework's own mark for "not completed": the greatest time that no time zone carries out of range.
    private static readonly DateTime NotCompleted = DateTime.MaxValue.Subtract(TimeSpan.FromDays(1)).ToUniversalTime();
}
