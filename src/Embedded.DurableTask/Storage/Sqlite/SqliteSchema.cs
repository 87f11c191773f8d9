using Microsoft.Data.Sqlite;

namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>The shape of a task hub file, its version, and the way from older versions to this one.</summary>
internal static class SqliteSchema
{
    /// <summary>"FHub" in ASCII: tells a task hub from any other SQLite file.</summary>
    public const int ApplicationId = 0x46487562;

    public const int CurrentVersion = 1;

    /// <summary>History rows are numbered key * 2^24 + turn, so that an instance's turns are one range of one tree.</summary>
    public const int TurnBits = 24;

    // Migrations[n] takes a file from version n to n + 1.
    private static readonly string[] Migrations =
    [
        """
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            instance_id TEXT NOT NULL UNIQUE,
            execution_id TEXT NOT NULL,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            status INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            completed_at INTEGER,
            scheduled_at INTEGER,
            wake_at INTEGER,
            turns INTEGER NOT NULL,
            open_tasks INTEGER NOT NULL,
            consumed_inbox INTEGER NOT NULL,
            parent_id TEXT,
            parent_execution_id TEXT,
            parent_name TEXT,
            parent_task_id INTEGER,
            trace_parent TEXT,
            tags TEXT,
            failure BLOB,
            custom_status TEXT
        );
        CREATE INDEX instances_unfinished ON instances (key) WHERE status NOT IN (1, 3, 5);
        CREATE INDEX instances_parent ON instances (parent_id) WHERE parent_id IS NOT NULL;
        CREATE INDEX instances_created ON instances (created_at);
        CREATE TABLE payloads (
            key INTEGER PRIMARY KEY,
            input TEXT,
            output TEXT
        );
        CREATE TABLE history (
            id INTEGER PRIMARY KEY,
            events BLOB NOT NULL
        );
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY,
            key INTEGER NOT NULL,
            execution_id TEXT,
            event BLOB NOT NULL
        );
        CREATE INDEX inbox_instance ON inbox (key, id);
        """,
    ];

    /// <summary>Brings an open file to <see cref="CurrentVersion"/>.</summary>
    /// <exception cref="TaskHubException">The file is not a task hub, or a newer version wrote it.</exception>
    public static void Migrate(SqliteConnection connection, string path)
    {
        long applicationId = Scalar(connection, "PRAGMA application_id");
        long version = Scalar(connection, "PRAGMA user_version");
        long tables = Scalar(connection, "SELECT count(*) FROM sqlite_schema");
        if (tables > 0 && applicationId != ApplicationId)
        {
            throw new TaskHubException(
                $"'{path}' is a SQLite file but not a task hub (application id {applicationId}). Nothing was changed; choose another data folder or move the file away.");
        }

        if (version > CurrentVersion)
        {
            throw new TaskHubException(
                $"The task hub '{path}' has schema version {version}; this program knows up to {CurrentVersion}. Nothing was changed; use the version that wrote it, or a newer one.");
        }

        for (long v = version; v < CurrentVersion; v++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            Execute(connection, Migrations[v]);
            Execute(connection, $"PRAGMA application_id = {ApplicationId}");
            Execute(connection, $"PRAGMA user_version = {v + 1}");
            transaction.Commit();
        }
    }

    public static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants of this assembly get here.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    public static long Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Only the constants of this assembly get here.
        command.CommandText = sql;
#pragma warning restore CA2100
        return (long)command.ExecuteScalar()!;
    }
}
