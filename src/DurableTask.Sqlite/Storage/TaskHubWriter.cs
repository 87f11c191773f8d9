using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Events;
using Microsoft.Data.Sqlite;

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
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "Each statement is in the list of all, which is disposed.")]
internal sealed class TaskHubWriter : IDisposable
{
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement find;
    private readonly Statement findOutcome;
    private readonly Statement insertInstance;
    private readonly Statement insertInput;
    private readonly Statement replaceInput;
    private readonly Statement updateTurn;
    private readonly Statement updateExecution;
    private readonly Statement complete;
    private readonly Statement setStatus;
    private readonly Statement setOutput;
    private readonly Statement insertHistory;
    private readonly Statement insertInbox;
    private readonly Statement deleteInboxRow;
    private readonly Statement insertTimer;
    private readonly Statement deleteTimer;
    private readonly Statement deleteInstance;
    private readonly Statement deleteInput;
    private readonly Statement deleteHistory;
    private readonly Statement deleteInbox;
    private readonly Statement deleteTimers;
    private readonly Statement lastRowId;
    private readonly List<Statement> all = [];
    private readonly SqliteConnection connection;

    public TaskHubWriter(SqliteConnection connection)
    {
        this.connection = connection;
        this.begin = this.Prepare("BEGIN IMMEDIATE", 0);
        this.commit = this.Prepare("COMMIT", 0);
        this.rollback = this.Prepare("ROLLBACK", 0);
        this.lastRowId = this.Prepare("SELECT last_insert_rowid()", 0);
        this.find = this.Prepare(
            "SELECT key, execution_id, rewound_execution_ids, status, scheduled_at, next_sequence > 0 FROM instances WHERE instance_id = $1", 1);
        this.findOutcome = this.Prepare("SELECT failure, output FROM instances WHERE key = $1", 1);
        this.insertInstance = this.Prepare(
            """
            INSERT INTO instances (instance_id, execution_id, first_execution_id, status, created_at, updated_at, scheduled_at, next_sequence, open_tasks,
                generation, parent_instance_id, parent_execution_id, parent_name, parent_version, parent_task_id, name, version, tags)
            VALUES ($1, $2, $2, 6, $3, $3, $4, 0, 0, $5, $6, $7, $8, $9, $10, $11, $12, $13)
            """,
            13);
        this.insertInput = this.Prepare("INSERT INTO inputs (key, input) VALUES ($1, $2)", 2);
        this.replaceInput = this.Prepare("UPDATE inputs SET input = $2 WHERE key = $1", 2);
        this.updateTurn = this.Prepare(
            "UPDATE instances SET status = $2, updated_at = $3, next_sequence = $4, open_tasks = $5, custom_status = $6 WHERE key = $1", 6);
        this.updateExecution = this.Prepare(
            """
            UPDATE instances SET execution_id = $2, rewound_execution_ids = $3, name = $4, version = $5, tags = $6, completed_at = NULL, failure = NULL, output = NULL
            WHERE key = $1
            """,
            6);
        this.complete = this.Prepare("UPDATE instances SET completed_at = $2, failure = $3, output = $4 WHERE key = $1", 4);
        this.setStatus = this.Prepare("UPDATE instances SET status = $2, updated_at = $3 WHERE key = $1", 3);
        this.setOutput = this.Prepare("UPDATE instances SET output = $2 WHERE key = $1", 2);
        this.insertHistory = this.Prepare("INSERT INTO history (key, sequence, events) VALUES ($1, $2, $3)", 3);
        this.insertInbox = this.Prepare("INSERT INTO inbox (key, execution_id, event) VALUES ($1, $2, $3)", 3);
        this.deleteInboxRow = this.Prepare("DELETE FROM inbox WHERE id = $1", 1);
        this.insertTimer = this.Prepare("INSERT OR REPLACE INTO timers (key, timer_id, fire_at) VALUES ($1, $2, $3)", 3);
        this.deleteTimer = this.Prepare("DELETE FROM timers WHERE key = $1 AND timer_id = $2", 2);
        this.deleteInstance = this.Prepare("DELETE FROM instances WHERE key = $1", 1);
        this.deleteInput = this.Prepare("DELETE FROM inputs WHERE key = $1", 1);
        this.deleteHistory = this.Prepare("DELETE FROM history WHERE key = $1", 1);
        this.deleteInbox = this.Prepare("DELETE FROM inbox WHERE key = $1", 1);
        this.deleteTimers = this.Prepare("DELETE FROM timers WHERE key = $1", 1);
    }

    public void Begin() => this.begin.Execute();

    public void Commit() => this.commit.Execute();

    public void Rollback()
    {
        try
        {
            this.rollback.Execute();
        }
        catch (SqliteException)
        {
            // Some errors have ended the transaction already; then there is nothing to roll back.
        }
    }

    public InstanceHead? Find(string instanceId)
    {
        using SqliteDataReader row = this.find.With(instanceId).Read();
        return !row.Read() ? null : new InstanceHead(
            row.GetInt64(0),
            row.GetString(1),
            row.IsDBNull(2) ? null : row.GetString(2),
            (OrchestrationStatus)row.GetInt32(3),
            row.IsDBNull(4) ? null : new DateTime(row.GetInt64(4), DateTimeKind.Utc),
            row.GetInt64(5) != 0);
    }

    public (FailureDetails? Failure, string? Output) FindOutcome(long key)
    {
        using SqliteDataReader row = this.findOutcome.With(key).Read();
        return row.Read()
            ? (row.IsDBNull(0) ? null : EventDecoder.DecodeFailure(row.GetFieldValue<byte[]>(0)), row.IsDBNull(1) ? null : row.GetString(1))
            : (null, null);
    }

    /// <summary>Adds a pending instance.</summary>
    /// <returns>Its key.</returns>
    public long Insert(ExecutionStartedEvent start, DateTime? scheduledAt)
    {
        ParentInstance? parent = start.ParentInstance;
        this.insertInstance.With(
            start.OrchestrationInstance.InstanceId,
            start.OrchestrationInstance.ExecutionId ?? "",
            start.Timestamp.Ticks,
            scheduledAt?.Ticks,
            start.Generation,
            parent?.OrchestrationInstance?.InstanceId,
            parent?.OrchestrationInstance?.ExecutionId,
            parent?.Name,
            parent?.Version,
            parent?.TaskScheduleId,
            start.Name ?? "",
            start.Version,
            Tags(start.Tags)).Execute();
        long key = this.lastRowId.Number();
        this.insertInput.With(key, start.Input).Execute();
        return key;
    }

    public long AddToInbox(long key, string? executionId, byte[] message)
    {
        this.insertInbox.With(key, executionId, message).Execute();
        return this.lastRowId.Number();
    }

    public void RemoveFromInbox(long id) => this.deleteInboxRow.With(id).Execute();

    public void ClearInbox(long key) => this.deleteInbox.With(key).Execute();

    /// <returns>False if there is no such instance any more.</returns>
    public bool UpdateTurn(long key, OrchestrationStatus status, DateTime now, long nextSequence, int openTasks, string? customStatus) =>
        this.updateTurn.With(key, (int)status, now.Ticks, nextSequence, openTasks, customStatus).Execute() == 1;

    public void BeginExecution(long key, ExecutionStartedEvent start, string? rewoundExecutionIds)
    {
        this.updateExecution.With(key, start.OrchestrationInstance.ExecutionId ?? "", rewoundExecutionIds, start.Name ?? "", start.Version, Tags(start.Tags)).Execute();
        this.replaceInput.With(key, start.Input).Execute();
        this.deleteHistory.With(key).Execute();
        this.deleteTimers.With(key).Execute();
    }

    public void Complete(long key, DateTime at, byte[]? failure, string? output) => this.complete.With(key, at.Ticks, failure, output).Execute();

    public void SetStatus(long key, OrchestrationStatus status, DateTime now) => this.setStatus.With(key, (int)status, now.Ticks).Execute();

    public void SetOutput(long key, string? output) => this.setOutput.With(key, output).Execute();

    public void AppendHistory(long key, long sequence, byte[] events) => this.insertHistory.With(key, sequence, events).Execute();

    public void AddTimer(long key, int timerId, DateTime fireAt) => this.insertTimer.With(key, timerId, fireAt.Ticks).Execute();

    public void RemoveTimer(long key, int timerId) => this.deleteTimer.With(key, timerId).Execute();

    public void ClearTimers(long key) => this.deleteTimers.With(key).Execute();

    /// <returns>False if there was no such instance.</returns>
    public bool Delete(long key)
    {
        bool deleted = this.deleteInstance.With(key).Execute() == 1;
        this.deleteInput.With(key).Execute();
        this.deleteHistory.With(key).Execute();
        this.deleteInbox.With(key).Execute();
        this.deleteTimers.With(key).Execute();
        return deleted;
    }

    public void DeleteAll() => this.Run("DELETE FROM instances; DELETE FROM inputs; DELETE FROM history; DELETE FROM inbox; DELETE FROM timers");

    public void Run(string sql) => TaskHubSchema.Execute(this.connection, sql);

    public void Dispose()
    {
        foreach (Statement statement in this.all)
        {
            statement.Dispose();
        }
    }

    private static string? Tags(IDictionary<string, string>? tags) => tags is null or { Count: 0 } ? null : JsonSerializer.Serialize(tags);

    private Statement Prepare(string sql, int parameters)
    {
        var statement = new Statement(this.connection, sql, parameters);
        this.all.Add(statement);
        return statement;
    }
}
