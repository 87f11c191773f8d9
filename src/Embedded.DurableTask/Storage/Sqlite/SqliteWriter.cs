using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>The one connection that writes, with its prepared statements. Used by one thread.</summary>
[SuppressMessage("Usage", "CA2213:Disposable fields should be disposed", Justification = "They are all in one list, which is disposed.")]
internal sealed class SqliteWriter : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly List<Statement> all = [];
    private readonly Statement begin;
    private readonly Statement commit;
    private readonly Statement rollback;
    private readonly Statement find;
    private readonly Statement insertInstance;
    private readonly Statement insertPayload;
    private readonly Statement updateTurn;
    private readonly Statement updateCustomStatus;
    private readonly Statement updateExecution;
    private readonly Statement updateInput;
    private readonly Statement updateOutput;
    private readonly Statement putHistory;
    private readonly Statement dropHistory;
    private readonly Statement putMessage;
    private readonly Statement dropMessages;
    private readonly Statement dropInstance;
    private readonly Statement dropPayload;
    private long lastMessage;

    public SqliteWriter(SqliteConnection connection)
    {
        this.connection = connection;
        this.begin = this.Prepare("BEGIN IMMEDIATE", 0);
        this.commit = this.Prepare("COMMIT", 0);
        this.rollback = this.Prepare("ROLLBACK", 0);
        this.find = this.Prepare("SELECT key, status FROM instances WHERE instance_id = $1", 1);
        this.insertInstance = this.Prepare(
            """
            INSERT INTO instances (instance_id, execution_id, name, version, status, created_at, updated_at, scheduled_at, wake_at, turns, open_tasks,
                consumed_inbox, parent_id, parent_execution_id, parent_name, parent_task_id, trace_parent, tags)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, $10, $11, $12, $13, $14, $15) RETURNING key
            """,
            15);
        this.insertPayload = this.Prepare("INSERT INTO payloads (key, input) VALUES ($1, $2)", 2);
        this.updateTurn = this.Prepare(
            "UPDATE instances SET status = $2, updated_at = $3, completed_at = $4, wake_at = $5, turns = $6, open_tasks = $7, consumed_inbox = $8 WHERE key = $1",
            8);
        this.updateCustomStatus = this.Prepare("UPDATE instances SET custom_status = $2 WHERE key = $1", 2);
        this.updateExecution = this.Prepare("UPDATE instances SET execution_id = $2, failure = $3, version = $4 WHERE key = $1", 4);
        this.updateInput = this.Prepare("UPDATE payloads SET input = $2 WHERE key = $1", 2);
        this.updateOutput = this.Prepare("UPDATE payloads SET output = $2 WHERE key = $1", 2);
        this.putHistory = this.Prepare("INSERT OR REPLACE INTO history (id, events) VALUES ($1, $2)", 2);
        this.dropHistory = this.Prepare("DELETE FROM history WHERE id >= $1 AND id < $2", 2);
        this.putMessage = this.Prepare("INSERT INTO inbox (id, key, execution_id, event) VALUES ($1, $2, $3, $4)", 4);
        this.dropMessages = this.Prepare("DELETE FROM inbox WHERE key = $1 AND id <= $2", 2);
        this.dropInstance = this.Prepare("DELETE FROM instances WHERE key = $1", 1);
        this.dropPayload = this.Prepare("DELETE FROM payloads WHERE key = $1", 1);

        // Consumed messages are deleted, so the highest id ever given may only be left in an instance's mark.
        this.lastMessage = SqliteSchema.Scalar(
            connection,
            "SELECT max(coalesce((SELECT max(id) FROM inbox), 0), coalesce((SELECT max(consumed_inbox) FROM instances), 0))");
    }

    public void Commit(IReadOnlyList<StoreCommit> commits)
    {
        this.begin.Execute();
        try
        {
            for (int i = 0; i < commits.Count; i++)
            {
                this.Apply(commits[i]);
            }

            this.commit.Execute();
        }
        catch
        {
            try
            {
                this.rollback.Execute();
            }
            catch (SqliteException)
            {
                // Some failures (a full disk among them) have rolled back by themselves.
            }

            throw;
        }
    }

    public void Dispose()
    {
        foreach (Statement statement in this.all)
        {
            statement.Dispose();
        }

        this.connection.Dispose();
    }

    private static long FirstTurn(long key) => key << SqliteSchema.TurnBits;

    private static long? Ticks(DateTime? time) => time?.Ticks;

    private Statement Prepare(string sql, int parameters)
    {
        var statement = new Statement(this.connection, sql, parameters);
        this.all.Add(statement);
        return statement;
    }

    private void Apply(StoreCommit change)
    {
        foreach (PurgeWrite purge in change.Purges)
        {
            purge.Purged = false;
            if (this.Find(purge.InstanceId) is { } found && InstanceRecord.IsOverStatus(found.Status))
            {
                this.Remove(found.Key);
                purge.Purged = true;
            }
        }

        if (change.Turn is { } turn)
        {
            this.Write(turn);
        }

        foreach (RewindWrite rewind in change.Rewinds)
        {
            this.Write(rewind);
        }

        foreach (NewInstance create in change.Creates)
        {
            this.Create(create);
        }

        foreach (NewMessage message in change.Messages)
        {
            this.Post(message);
        }
    }

    private void Write(TurnWrite turn)
    {
        InstanceRecord after = turn.After;
        long key = after.Key;
        if (turn.StartsOver)
        {
            this.dropHistory.With(FirstTurn(key), FirstTurn(key + 1)).Execute();
            this.updateExecution.With(key, after.ExecutionId, null, after.Version).Execute();
            this.updateInput.With(key, after.Input).Execute();
        }

        if (turn.History is not null)
        {
            this.putHistory.With(FirstTurn(key) + (turn.StartsOver ? 0 : after.Turns - 1), turn.History).Execute();
        }

        this.WriteState(after);
        if (turn.CustomStatusChanged)
        {
            this.updateCustomStatus.With(key, after.CustomStatus).Execute();
        }

        if (after.IsOver)
        {
            this.dropMessages.With(key, long.MaxValue).Execute();
            if (after.Output is not null)
            {
                this.updateOutput.With(key, after.Output).Execute();
            }

            if (after.Failure is not null)
            {
                this.updateExecution.With(key, after.ExecutionId, after.Failure, after.Version).Execute();
            }
        }
        else if (turn.ConsumedMessages)
        {
            this.dropMessages.With(key, after.ConsumedInbox).Execute();
        }
    }

    private void Write(RewindWrite rewind)
    {
        InstanceRecord after = rewind.After;
        long key = after.Key;
        this.dropHistory.With(FirstTurn(key), FirstTurn(key + 1)).Execute();
        for (int i = 0; i < rewind.Turns.Count; i++)
        {
            this.putHistory.With(FirstTurn(key) + i, rewind.Turns[i]).Execute();
        }

        this.WriteState(after);
        this.updateExecution.With(key, after.ExecutionId, null, after.Version).Execute();
        this.updateOutput.With(key, null).Execute();
    }

    private void WriteState(InstanceRecord after) =>
        this.updateTurn.With(
            after.Key,
            (int)after.Status,
            after.UpdatedAt.Ticks,
            Ticks(after.CompletedAt),
            Ticks(after.WakeAt),
            after.Turns,
            after.OpenTasks,
            after.ConsumedInbox).Execute();

    private void Create(NewInstance create)
    {
        // A transaction that was rolled back may have filled these in.
        create.Created = null;
        create.ExistingStatus = null;
        InstanceRecord record = create.Record;
        if (this.Find(record.InstanceId) is { } existing)
        {
            if (!InstanceRecord.IsOverStatus(existing.Status) || create.BlockedBy.Contains(existing.Status))
            {
                create.ExistingStatus = existing.Status;
                if (create.WhenBlocked is { } message)
                {
                    this.Post(message);
                }

                return;
            }

            this.Remove(existing.Key);
        }

        long key = (long)this.insertInstance.With(
            record.InstanceId,
            record.ExecutionId,
            record.Name,
            record.Version,
            (int)record.Status,
            record.CreatedAt.Ticks,
            record.UpdatedAt.Ticks,
            Ticks(record.ScheduledAt),
            Ticks(record.WakeAt),
            record.Parent?.InstanceId,
            record.Parent?.ExecutionId,
            record.Parent?.Name,
            record.Parent?.TaskId,
            record.TraceParent,
            record.Tags is null ? null : JsonSerializer.Serialize(record.Tags)).Scalar()!;
        this.insertPayload.With(key, record.Input).Execute();
        create.Created = record with { Key = key };
    }

    private void Post(NewMessage message)
    {
        message.Id = 0;
        if (this.Find(message.InstanceId) is { } target && !InstanceRecord.IsOverStatus(target.Status))
        {
            message.Id = ++this.lastMessage;
            this.putMessage.With(message.Id, target.Key, message.ExecutionId, HistoryWriter.Encode(message.Event)).Execute();
        }
    }

    private void Remove(long key)
    {
        this.dropHistory.With(FirstTurn(key), FirstTurn(key + 1)).Execute();
        this.dropMessages.With(key, long.MaxValue).Execute();
        this.dropPayload.With(key).Execute();
        this.dropInstance.With(key).Execute();
    }

    private (long Key, OrchestrationRuntimeStatus Status)? Find(string instanceId)
    {
        using SqliteDataReader row = this.find.With(instanceId).Read();
        return row.Read() ? (row.GetInt64(0), (OrchestrationRuntimeStatus)row.GetInt32(1)) : null;
    }
}
