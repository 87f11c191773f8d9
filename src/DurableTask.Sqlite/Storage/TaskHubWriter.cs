using System.Text.Json;

namespace DurableTask.Sqlite.Storage;

/// <summary>What a message needs to know of the instance that it is for.</summary>
/// <param name="RewoundExecutionIds">The executions that the current one goes on from, as they were before they were rewound; null if there are none.</param>
internal sealed record InstanceHead(long Key, string ExecutionId, string? RewoundExecutionIds, OrchestrationStatus Status, DateTime? ScheduledAt, bool Started)
{
    public bool IsTerminal => Statuses.IsTerminal(this.Status);

    public bool WasRewoundFrom(string? executionId) =>
        !string.IsNullOrEmpty(executionId) && this.RewoundExecutionIds?.Split(',').Contains(executionId, StringComparer.Ordinal) == true;
}

/// <summary>The statements that change a task hub. Used by the commit thread only, inside its transaction.</summary>
internal sealed class TaskHubWriter(SqliteConnection connection) : IDisposable
{
    // Found by reference: each text is a constant.
    private readonly Dictionary<string, SqliteCommand> prepared = new(ReferenceEqualityComparer.Instance);

    public void Begin() => this.Execute("BEGIN IMMEDIATE");

    public void Commit() => this.Execute("COMMIT");

    public void Rollback()
    {
        try
        {
            this.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // Some errors have ended the transaction already; then there is nothing to roll back.
        }
    }

    public InstanceHead? Find(string instanceId)
    {
        const string Sql = "SELECT key, execution_id, rewound_execution_ids, status, scheduled_at, next_sequence > 0 FROM instances WHERE instance_id = $1";
        using SqliteDataReader row = this.Prepare(Sql, instanceId).ExecuteReader();
        return !row.Read() ? null : new InstanceHead(
            row.GetInt64(0), row.GetString(1), row.Text(2), (OrchestrationStatus)row.GetInt32(3), row.IsDBNull(4) ? null : row.Time(4), row.GetBoolean(5));
    }

    public (FailureDetails? Failure, string? Output) FindOutcome(long key)
    {
        using SqliteDataReader row = this.Prepare("SELECT failure, output FROM instances WHERE key = $1", key).ExecuteReader();
        return row.Read() ? (row.IsDBNull(0) ? null : EventDecoder.DecodeFailure(row.GetFieldValue<byte[]>(0)), row.Text(1)) : (null, null);
    }

    /// <summary>Adds a pending instance, and returns its key.</summary>
    public long Insert(ExecutionStartedEvent start, DateTime? scheduledAt)
    {
        const string Sql =
            """
            INSERT INTO instances (instance_id, execution_id, first_execution_id, status, created_at, updated_at, scheduled_at, next_sequence, open_tasks,
                generation, parent_instance_id, parent_execution_id, parent_name, parent_version, parent_task_id, name, version, tags)
            VALUES ($1, $2, $2, 6, $3, $3, $4, 0, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            RETURNING key
            """;
        ParentInstance? parent = start.ParentInstance;
        long key = (long)this.Prepare(
            Sql,
            start.OrchestrationInstance.InstanceId, start.OrchestrationInstance.ExecutionId ?? "", start.Timestamp.Ticks, scheduledAt?.Ticks, start.Generation,
            parent?.OrchestrationInstance?.InstanceId, parent?.OrchestrationInstance?.ExecutionId, parent?.Name, parent?.Version, parent?.TaskScheduleId,
            start.Name ?? "", start.Version, Tags(start.Tags)).ExecuteScalar()!;
        this.Execute("INSERT INTO inputs (key, input) VALUES ($1, $2)", key, start.Input);
        return key;
    }

    /// <returns>The message's row.</returns>
    public long AddToInbox(long key, string? executionId, byte[] message) =>
        (long)this.Prepare("INSERT INTO inbox (key, execution_id, event) VALUES ($1, $2, $3) RETURNING id", key, executionId, message).ExecuteScalar()!;

    public void RemoveFromInbox(IEnumerable<InboxMessage> messages)
    {
        foreach (InboxMessage message in messages.Where(message => message.RowId != 0))
        {
            this.Execute("DELETE FROM inbox WHERE id = $1", message.RowId);
        }
    }

    public void ClearInbox(long key) => this.Execute("DELETE FROM inbox WHERE key = $1", key);

    /// <returns>False if there is no such instance any more.</returns>
    public bool UpdateTurn(long key, OrchestrationStatus status, DateTime now, long nextSequence, int openTasks, string? customStatus) => this.Execute(
        "UPDATE instances SET status = $2, updated_at = $3, next_sequence = $4, open_tasks = $5, custom_status = $6 WHERE key = $1",
        key, (int)status, now.Ticks, nextSequence, openTasks, customStatus) == 1;

    public void BeginExecution(long key, ExecutionStartedEvent start, string? rewoundExecutionIds)
    {
        const string Sql =
            """
            UPDATE instances SET execution_id = $2, rewound_execution_ids = $3, name = $4, version = $5, tags = $6, completed_at = NULL, failure = NULL, output = NULL
            WHERE key = $1
            """;
        this.Execute(Sql, key, start.OrchestrationInstance.ExecutionId ?? "", rewoundExecutionIds, start.Name ?? "", start.Version, Tags(start.Tags));
        this.Execute("UPDATE inputs SET input = $2 WHERE key = $1", key, start.Input);
        this.Execute("DELETE FROM history WHERE key = $1", key);
        this.ClearTimers(key);
    }

    public void Complete(long key, DateTime at, byte[]? failure, string? output) =>
        this.Execute("UPDATE instances SET completed_at = $2, failure = $3, output = $4 WHERE key = $1", key, at.Ticks, failure, output);

    public void SetStatus(long key, OrchestrationStatus status, DateTime now) =>
        this.Execute("UPDATE instances SET status = $2, updated_at = $3 WHERE key = $1", key, (int)status, now.Ticks);

    public void SetOutput(long key, string? output) => this.Execute("UPDATE instances SET output = $2 WHERE key = $1", key, output);

    public void AppendHistory(long key, long sequence, byte[] events) =>
        this.Execute("INSERT INTO history (key, sequence, events) VALUES ($1, $2, $3)", key, sequence, events);

    public void AddTimer(long key, int timerId, DateTime fireAt) =>
        this.Execute("INSERT OR REPLACE INTO timers (key, timer_id, fire_at) VALUES ($1, $2, $3)", key, timerId, fireAt.Ticks);

    public void RemoveTimer(long key, int timerId) => this.Execute("DELETE FROM timers WHERE key = $1 AND timer_id = $2", key, timerId);

    public void ClearTimers(long key) => this.Execute("DELETE FROM timers WHERE key = $1", key);

    /// <returns>False if there was no such instance.</returns>
    public bool Delete(long key)
    {
        bool deleted = this.Execute("DELETE FROM instances WHERE key = $1", key) == 1;
        this.Execute("DELETE FROM inputs WHERE key = $1", key);
        this.Execute("DELETE FROM history WHERE key = $1", key);
        this.ClearInbox(key);
        this.ClearTimers(key);
        return deleted;
    }

    public List<(long Key, string InstanceId)> DeleteAll()
    {
        List<(long, string)> deleted = connection.Query("DELETE FROM instances RETURNING key, instance_id", row => (row.GetInt64(0), row.GetString(1)));
        this.Run("DELETE FROM inputs; DELETE FROM history; DELETE FROM inbox; DELETE FROM timers");
        return deleted;
    }

    public void Run(string sql) => connection.Execute(sql);

    public void Dispose()
    {
        foreach (SqliteCommand command in this.prepared.Values)
        {
            command.Dispose();
        }
    }

    private static string? Tags(IDictionary<string, string>? tags) => tags is null or { Count: 0 } ? null : JsonSerializer.Serialize(tags);

    private int Execute(string sql, params ReadOnlySpan<object?> values) => this.Prepare(sql, values).ExecuteNonQuery();

    private SqliteCommand Prepare(string sql, params ReadOnlySpan<object?> values)
    {
        if (!this.prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.Command(sql, values);
            command.Prepare();
            this.prepared.Add(sql, command);
        }

        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return command;
    }
}
