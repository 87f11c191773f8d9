using System.Globalization;
using System.Text;
using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Events;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>What a list of instances is narrowed by. Bounds include their ends; what is null does not narrow.</summary>
internal sealed record InstanceFilter
{
    public long AfterKey { get; init; }

    public IReadOnlyCollection<OrchestrationStatus>? Statuses { get; init; }

    public DateTime? CreatedFrom { get; init; }

    public DateTime? CreatedTo { get; init; }

    public DateTime? UpdatedTo { get; init; }

    public DateTime? CompletedTo { get; init; }

    public string? InstanceIdPrefix { get; init; }

    public bool WithPayloads { get; init; }

    public int Limit { get; init; }
}

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

    private const int PayloadColumn = 19;

    public static InstanceRecord? Find(SqliteConnection connection, string instanceId)
    {
        using SqliteCommand command = Command(
            connection,
            $"SELECT {Columns}, i.failure, i.output, p.input FROM instances i LEFT JOIN inputs p ON p.key = i.key WHERE i.instance_id = $id",
            ("$id", instanceId));
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? ReadRecord(row, withPayloads: true) : null;
    }

    /// <summary>Lists instances in the order in which they were created, which no later instance changes.</summary>
    public static List<InstanceRecord> List(SqliteConnection connection, InstanceFilter filter)
    {
        using SqliteCommand command = connection.CreateCommand();
        var sql = new StringBuilder("SELECT ").Append(Columns);
        sql.Append(filter.WithPayloads ? ", i.failure, i.output, p.input FROM instances i LEFT JOIN inputs p ON p.key = i.key" : " FROM instances i");
        sql.Append(" WHERE i.key > $after");
        command.Parameters.AddWithValue("$after", filter.AfterKey);
        AddBound("i.created_at >= $createdFrom", filter.CreatedFrom?.Ticks);
        AddBound("i.created_at <= $createdTo", filter.CreatedTo?.Ticks);
        AddBound("i.updated_at <= $updatedTo", filter.UpdatedTo?.Ticks);
        AddBound("i.completed_at <= $completedTo", filter.CompletedTo?.Ticks);
        AddBound("substr(i.instance_id, 1, length($prefix)) = $prefix", filter.InstanceIdPrefix);
        if (filter.Statuses is not null)
        {
            sql.Append(" AND i.status IN (");
            sql.AppendJoin(", ", filter.Statuses.Select(s => ((int)s).ToString(CultureInfo.InvariantCulture))).Append(')');
        }

        sql.Append(" ORDER BY i.key LIMIT $limit");
        command.Parameters.AddWithValue("$limit", filter.Limit);
#pragma warning disable CA2100 // Values are parameters; only constants and numbers are put together.
        command.CommandText = sql.ToString();
#pragma warning restore CA2100
        using SqliteDataReader row = command.ExecuteReader();
        var page = new List<InstanceRecord>();
        while (row.Read())
        {
            page.Add(ReadRecord(row, filter.WithPayloads));
        }

        return page;

        void AddBound(string condition, object? value)
        {
            if (value is not null)
            {
                sql.Append(" AND ").Append(condition);
                command.Parameters.AddWithValue(condition[(condition.LastIndexOf('$'))..], value);
            }
        }
    }

    /// <summary>Finds instances, and if asked to their sub-orchestrations, and theirs.</summary>
    public static List<(long Key, string InstanceId)> Family(SqliteConnection connection, IReadOnlyCollection<string> instanceIds, bool recursive)
    {
        var found = new List<(long Key, string InstanceId)>();
        var seen = new HashSet<long>();
        var ids = new Queue<string>();
        foreach (string id in instanceIds)
        {
            Add("SELECT key, instance_id FROM instances WHERE instance_id = $id", id);
        }

        while (recursive && ids.TryDequeue(out string? parent))
        {
            Add("SELECT key, instance_id FROM instances WHERE parent_instance_id = $id", parent);
        }

        return found;

        void Add(string sql, string id)
        {
            using SqliteCommand command = Command(connection, sql, ("$id", id));
            using SqliteDataReader row = command.ExecuteReader();
            while (row.Read())
            {
                if (seen.Add(row.GetInt64(0)))
                {
                    found.Add((row.GetInt64(0), row.GetString(1)));
                    ids.Enqueue(row.GetString(1));
                }
            }
        }
    }

    /// <summary>Reads an instance's history in order.</summary>
    /// <returns>The size of its encoded form, in bytes.</returns>
    public static long ReadHistory(SqliteConnection connection, long key, List<HistoryEvent> events)
    {
        long bytes = 0;
        using SqliteCommand command = Command(connection, "SELECT events FROM history WHERE key = $key ORDER BY sequence", ("$key", key));
        using SqliteDataReader row = command.ExecuteReader();
        while (row.Read())
        {
            byte[] blob = row.GetFieldValue<byte[]>(0);
            bytes += blob.Length;
            EventDecoder.Decode(blob, events);
        }

        return bytes;
    }

    internal static SqliteCommand Command(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants of this assembly get here.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach ((string name, object value) in parameters)
        {
            command.Parameters.AddWithValue(name, value);
        }

        return command;
    }

    private static InstanceRecord ReadRecord(SqliteDataReader row, bool withPayloads)
    {
        FailureDetails? failure = withPayloads && !row.IsDBNull(PayloadColumn) ? EventDecoder.DecodeFailure(row.GetFieldValue<byte[]>(PayloadColumn)) : null;
        var state = new OrchestrationState
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = row.GetString(1), ExecutionId = row.GetString(2) },
            OrchestrationStatus = (OrchestrationStatus)row.GetInt32(4),
            CreatedTime = Time(row.GetInt64(5)),
            LastUpdatedTime = Time(row.GetInt64(6)),
            CompletedTime = row.IsDBNull(7) ? NotCompleted : Time(row.GetInt64(7)),
            ScheduledStartTime = row.IsDBNull(8) ? null : Time(row.GetInt64(8)),
            Generation = row.IsDBNull(9) ? null : row.GetInt32(9),
            ParentInstance = row.IsDBNull(10) ? null : new ParentInstance
            {
                OrchestrationInstance = new OrchestrationInstance { InstanceId = row.GetString(10), ExecutionId = Text(row, 11) },
                Name = Text(row, 12),
                Version = Text(row, 13),
                TaskScheduleId = row.IsDBNull(14) ? 0 : row.GetInt32(14),
            },
            Name = row.GetString(15),
            Version = Text(row, 16),
            Tags = Text(row, 17) is string tags ? JsonSerializer.Deserialize<Dictionary<string, string>>(tags) : null,
            Status = Text(row, 18),
            FailureDetails = failure,
            Output = withPayloads ? Text(row, PayloadColumn + 1) : null,
            Input = withPayloads ? Text(row, PayloadColumn + 2) : null,
        };
        return new InstanceRecord(row.GetInt64(0), row.GetString(3), state);
    }

    // The framework's own mark for "not completed": the greatest time that no time zone carries out of range.
    private static readonly DateTime NotCompleted = DateTime.MaxValue.Subtract(TimeSpan.FromDays(1)).ToUniversalTime();

    private static DateTime Time(long ticks) => new(ticks, DateTimeKind.Utc);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
