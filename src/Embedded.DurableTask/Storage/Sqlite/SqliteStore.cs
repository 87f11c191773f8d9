using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.Data.Sqlite;

namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>A task hub in one SQLite file in WAL mode: one connection writes, a few read beside it.</summary>
/// <param name="path">The file; its folder is created if need be.</param>
/// <param name="synchronous">What a commit waits for: see <see cref="SqliteSynchronous"/>.</param>
internal sealed class SqliteStore(string path, SqliteSynchronous synchronous) : IOrchestrationStore
{
    private const int CorruptCode = 11;
    private const int NotADatabaseCode = 26;
    private const int KeptReaders = 8;

    // Reading every page of a small file on start costs milliseconds and finds damage before it spreads.
    private const long CheckedOnOpen = 64L * 1024 * 1024;

    private readonly ConcurrentBag<SqliteConnection> readers = [];
    private HubLock? hubLock;
    private SqliteWriter? writer;

    public void Open()
    {
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        this.hubLock = HubLock.Take(full);
        try
        {
            this.OpenWriter(full);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is CorruptCode or NotADatabaseCode)
        {
            this.Dispose();
            throw Damaged(full, e.Message, e);
        }
        catch
        {
            this.Dispose();
            throw;
        }
    }

    public void Commit(IReadOnlyList<StoreCommit> commits) => this.writer!.Commit(commits);

    public IReadOnlyList<ActiveInstance> LoadActive() => this.Read(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT i.instance_id, i.wake_at,
                   i.open_tasks > 0 OR (i.turns = 0 AND i.wake_at IS NULL) OR EXISTS (SELECT 1 FROM inbox m WHERE m.key = i.key)
            FROM instances i WHERE i.status NOT IN (1, 3, 5) ORDER BY i.key
            """;
        using SqliteDataReader row = command.ExecuteReader();
        var active = new List<ActiveInstance>();
        while (row.Read())
        {
            bool due = row.GetInt64(2) != 0;
            DateTime? wakeAt = row.IsDBNull(1) ? null : new DateTime(row.GetInt64(1), DateTimeKind.Utc);
            if (due || wakeAt is not null)
            {
                active.Add(new ActiveInstance(row.GetString(0), due, wakeAt));
            }
        }

        return active;
    });

    public StoredInstance? Load(string instanceId) => this.Read(connection =>
    {
        // One transaction, so that record, history and inbox are of one moment.
        using SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        InstanceRecord? record = Find(connection, instanceId, withPayloads: true);
        return record is null ? null : LoadRest(connection, record);
    });

    public InstanceRecord? Find(string instanceId, bool withPayloads) =>
        this.Read(connection => Find(connection, instanceId, withPayloads));

    public IReadOnlyList<InstanceRecord> List(InstanceFilter filter) => this.Read(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        var sql = new StringBuilder("SELECT ").Append(RecordReader.Columns);
        sql.Append(filter.WithPayloads ? ", p.input, p.output FROM instances i JOIN payloads p ON p.key = i.key" : " FROM instances i");
        sql.Append(" WHERE i.key > $after");
        command.Parameters.AddWithValue("$after", filter.AfterKey);
        AddBound(sql, command, "i.created_at >= $createdFrom", filter.CreatedFrom?.Ticks);
        AddBound(sql, command, "i.created_at <= $createdTo", filter.CreatedTo?.Ticks);
        AddBound(sql, command, "i.completed_at >= $completedFrom", filter.CompletedFrom?.Ticks);
        AddBound(sql, command, "i.completed_at <= $completedTo", filter.CompletedTo?.Ticks);
        AddBound(sql, command, "substr(i.instance_id, 1, length($prefix)) = $prefix", filter.InstanceIdPrefix);
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
            page.Add(RecordReader.Read(row));
        }

        return page;
    });

    public IReadOnlyList<string> Children(string instanceId) => this.Read(connection =>
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT instance_id FROM instances WHERE parent_id = $id ORDER BY key";
        command.Parameters.AddWithValue("$id", instanceId);
        using SqliteDataReader row = command.ExecuteReader();
        var ids = new List<string>();
        while (row.Read())
        {
            ids.Add(row.GetString(0));
        }

        return ids;
    });

    /// <summary>How the writing connection works: write-ahead log, and commits that wait for what <paramref name="synchronous"/> says.</summary>
    internal static void Configure(SqliteConnection connection, SqliteSynchronous synchronous)
    {
        SqliteSchema.Execute(connection, "PRAGMA journal_mode = WAL");
        SqliteSchema.Execute(connection, $"PRAGMA synchronous = {synchronous.ToString().ToUpperInvariant()}");
    }

    public void Dispose()
    {
        while (this.readers.TryTake(out SqliteConnection? reader))
        {
            reader.Dispose();
        }

        this.writer?.Dispose();
        this.hubLock?.Dispose();
    }

    private static TaskHubException Damaged(string file, string what, Exception? inner = null) =>
        new($"The task hub '{file}' is damaged or not a SQLite file ({what}). Nothing was changed; restore it from a backup, or move it away to start with an empty one.", inner);

    private static void AddBound(StringBuilder sql, SqliteCommand command, string condition, object? value)
    {
        if (value is not null)
        {
            sql.Append(" AND ").Append(condition);
            command.Parameters.AddWithValue(condition[(condition.LastIndexOf(' ') + 1)..], value);
        }
    }

    private static InstanceRecord? Find(SqliteConnection connection, string instanceId, bool withPayloads)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only constants are put together.
        command.CommandText = withPayloads
            ? $"SELECT {RecordReader.Columns}, p.input, p.output FROM instances i JOIN payloads p ON p.key = i.key WHERE i.instance_id = $id"
            : $"SELECT {RecordReader.Columns} FROM instances i WHERE i.instance_id = $id";
#pragma warning restore CA2100
        command.Parameters.AddWithValue("$id", instanceId);
        using SqliteDataReader row = command.ExecuteReader();
        return row.Read() ? RecordReader.Read(row) : null;
    }

    private static StoredInstance LoadRest(SqliteConnection connection, InstanceRecord record)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT events FROM history WHERE id >= $from AND id < $to ORDER BY id";
        command.Parameters.AddWithValue("$from", record.Key << SqliteSchema.TurnBits);
        command.Parameters.AddWithValue("$to", (record.Key + 1) << SqliteSchema.TurnBits);
        var turns = new List<IReadOnlyList<HistoryEvent>>();
        using (SqliteDataReader row = command.ExecuteReader())
        {
            while (row.Read())
            {
                var events = new List<HistoryEvent>();
                HistoryReader.Decode(row.GetFieldValue<byte[]>(0), record.Input, events);
                turns.Add(events);
            }
        }

        using SqliteCommand messages = connection.CreateCommand();
        messages.CommandText = "SELECT id, execution_id, event FROM inbox WHERE key = $key ORDER BY id";
        messages.Parameters.AddWithValue("$key", record.Key);
        var inbox = new List<StoredMessage>();
        using (SqliteDataReader row = messages.ExecuteReader())
        {
            while (row.Read())
            {
                inbox.Add(new StoredMessage(
                    row.GetInt64(0),
                    row.IsDBNull(1) ? null : row.GetString(1),
                    HistoryReader.DecodeOne(row.GetFieldValue<byte[]>(2))));
            }
        }

        bool started = record.Turns > 0;
        return new StoredInstance(record, started ? turns : [], started || turns.Count == 0 ? [] : turns[0], inbox);
    }

    private void OpenWriter(string full)
    {
        SqliteConnection connection = this.Connect(SqliteOpenMode.ReadWriteCreate);
        try
        {
            if (new FileInfo(full) is { Exists: true, Length: > 0 and < CheckedOnOpen })
            {
                using SqliteCommand check = connection.CreateCommand();
                check.CommandText = "PRAGMA quick_check(1)";
                if (check.ExecuteScalar() is string finding and not "ok")
                {
                    throw Damaged(full, finding);
                }
            }

            SqliteSchema.Migrate(connection, full);
            Configure(connection, synchronous);
            this.writer = new SqliteWriter(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteConnection Connect(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    private T Read<T>(Func<SqliteConnection, T> query)
    {
        if (!this.readers.TryTake(out SqliteConnection? connection))
        {
            connection = this.Connect(SqliteOpenMode.ReadOnly);
        }

        try
        {
            T result = query(connection);
            if (this.readers.Count < KeptReaders)
            {
                this.readers.Add(connection);
                connection = null;
            }

            return result;
        }
        finally
        {
            connection?.Dispose();
        }
    }
}
