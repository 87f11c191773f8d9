namespace DurableTask.Sqlite.Storage;

/// <summary>The shape of a task hub file, its version, and the way from older versions to this one.</summary>
internal static class TaskHubSchema
{
    /// <summary>"DTSq" in ASCII: tells a task hub from any other SQLite file.</summary>
    private const int ApplicationId = 0x44545371;

    public const int CurrentVersion = 1;

    /// <summary>"FHub" in ASCII: a task hub of the engine that came before this library.</summary>
    private const int PredecessorApplicationId = 0x46487562;

    // Migrations[n] takes a file from version n to n + 1.
    private static readonly string[] Migrations =
    [
        // Times are ticks of UTC. The columns that may be large come last, so that a scan need not read past them.
        """
        CREATE TABLE instances (
            key INTEGER PRIMARY KEY AUTOINCREMENT,
            instance_id TEXT NOT NULL UNIQUE,
            execution_id TEXT NOT NULL,
            first_execution_id TEXT NOT NULL,
            rewound_execution_ids TEXT,
            status INTEGER NOT NULL,
            created_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL,
            completed_at INTEGER,
            scheduled_at INTEGER,
            next_sequence INTEGER NOT NULL,
            open_tasks INTEGER NOT NULL,
            generation INTEGER,
            parent_instance_id TEXT,
            parent_execution_id TEXT,
            parent_name TEXT,
            parent_version TEXT,
            parent_task_id INTEGER,
            name TEXT NOT NULL,
            version TEXT,
            tags TEXT,
            custom_status TEXT,
            failure BLOB,
            output TEXT
        );
        CREATE INDEX instances_unfinished ON instances (key) WHERE status NOT IN (1, 3, 4, 5);
        CREATE INDEX instances_parent ON instances (parent_instance_id) WHERE parent_instance_id IS NOT NULL;
        CREATE INDEX instances_created ON instances (created_at);
        CREATE TABLE inputs (
            key INTEGER PRIMARY KEY,
            input TEXT
        );
        CREATE TABLE history (
            key INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            events BLOB NOT NULL,
            PRIMARY KEY (key, sequence)
        ) WITHOUT ROWID;
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key INTEGER NOT NULL,
            execution_id TEXT,
            event BLOB NOT NULL
        );
        CREATE INDEX inbox_instance ON inbox (key, id);
        CREATE TABLE timers (
            key INTEGER NOT NULL,
            timer_id INTEGER NOT NULL,
            fire_at INTEGER NOT NULL,
            PRIMARY KEY (key, timer_id)
        ) WITHOUT ROWID;
        """,
    ];

    /// <summary>Refuses a file that is not a task hub of a version that this library can open.</summary>
    /// <returns>The file's schema version; 0 if it is empty.</returns>
    /// <exception cref="TaskHubFileException">The file is not a task hub, or another version wrote it.</exception>
    public static int Check(SqliteConnection connection, string path)
    {
        long applicationId = (long)connection.Scalar("PRAGMA application_id")!;
        long version = (long)connection.Scalar("PRAGMA user_version")!;
        if (connection.Scalar("SELECT count(*) FROM sqlite_schema") is 0L)
        {
            return 0;
        }

        TaskHubFileException? refusal = applicationId switch
        {
            PredecessorApplicationId => new(TaskHubFileProblem.Predecessor, path,
                $"'{path}' is a task hub that the version before wrote, and this version cannot continue its orchestrations. Nothing was changed. Finish them with the version that wrote it; or move the file away, and a new task hub is created."),
            not ApplicationId => new(TaskHubFileProblem.Foreign, path,
                $"'{path}' is a SQLite file of another program, not a task hub (application id {applicationId}). Nothing was changed; choose another path or move the file away."),
            _ when version > CurrentVersion => new(TaskHubFileProblem.Newer, path,
                $"The task hub '{path}' has schema version {version}; this library knows up to {CurrentVersion}. Nothing was changed; use the version that wrote it, or a newer one."),
            _ => null,
        };
        return refusal is null ? (int)version : throw refusal;
    }

    /// <summary>Brings a checked file to <see cref="CurrentVersion"/>.</summary>
    public static void Migrate(SqliteConnection connection, int version)
    {
        for (int v = version; v < CurrentVersion; v++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction();
            connection.Execute(Migrations[v]);
            connection.Execute($"PRAGMA application_id = {ApplicationId}");
            connection.Execute($"PRAGMA user_version = {v + 1}");
            transaction.Commit();
        }
    }
}

internal static class Statuses
{
    /// <summary>The statuses of instances that take no more turns, as a list in SQL.</summary>
    public const string TerminalSql = "(1, 3, 4, 5)";

    /// <summary>The statuses of instances that still take turns.</summary>
    public static IReadOnlyCollection<OrchestrationStatus> Active { get; } =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    public static bool IsTerminal(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Canceled or OrchestrationStatus.Terminated;
}
