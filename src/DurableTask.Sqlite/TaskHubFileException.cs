using static SQLitePCL.raw;

namespace DurableTask.Sqlite;

/// <summary>Why a task hub's file cannot be used.</summary>
public enum TaskHubFileProblem
{
    /// <summary>There is no file, and the service was asked not to create one.</summary>
    NotFound,

    /// <summary>Another process, or another service in this one, has the task hub open.</summary>
    InUse,

    /// <summary>The file is damaged, or is no SQLite file.</summary>
    Corrupt,

    /// <summary>The file is a SQLite file of some other program.</summary>
    Foreign,

    /// <summary>A newer version of this library wrote the file.</summary>
    Newer,

    /// <summary>The file is a task hub of the engine that came before this library, which has another form.</summary>
    Predecessor,

    /// <summary>The file or its folder cannot be written: no permission, or a read-only file system.</summary>
    Unwritable,

    /// <summary>There is no room left on the disk.</summary>
    DiskFull,

    /// <summary>The file could not be read or written for another reason; the inner exception has it.</summary>
    Failed,
}

/// <summary>A task hub's file cannot be used. The message says which file, why, and what to do.</summary>
public sealed class TaskHubFileException : Exception
{
    internal TaskHubFileException(TaskHubFileProblem problem, string databasePath, string message, Exception? inner = null)
        : base(message, inner)
    {
        this.Problem = problem;
        this.DatabasePath = databasePath;
    }

    /// <summary>What is wrong with the file.</summary>
    public TaskHubFileProblem Problem { get; }

    /// <summary>The full path of the file.</summary>
    public string DatabasePath { get; }

    /// <summary>With <see cref="TaskHubFileProblem.InUse"/>: the process that holds the file, if that is known.</summary>
    public int? HolderProcessId { get; internal init; }

    /// <summary>What SQLite reports, said in terms of the task hub's file.</summary>
    internal static TaskHubFileException From(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        SQLITE_CORRUPT or SQLITE_NOTADB => Corrupt(path, e.Message, e),
        SQLITE_FULL => new(TaskHubFileProblem.DiskFull, path,
            $"The task hub '{path}' cannot be written: the disk is full. What was acknowledged before is safe; what failed can be tried again when there is room.", e),
        SQLITE_READONLY or SQLITE_CANTOPEN => new(TaskHubFileProblem.Unwritable, path,
            $"The task hub '{path}' cannot be opened for writing ({e.Message}). Check the permissions of the file and its folder.", e),
        SQLITE_BUSY or SQLITE_LOCKED => new(TaskHubFileProblem.Failed, path,
            $"The task hub '{path}' was locked by another program for too long ({e.Message}). What failed can be tried again.", e),
        _ => new(TaskHubFileProblem.Failed, path, $"The task hub '{path}' could not be read or written ({e.Message}).", e),
    };

    internal static TaskHubFileException Corrupt(string path, string finding, Exception? inner = null) => new(TaskHubFileProblem.Corrupt, path,
        $"The task hub '{path}' is damaged or not a SQLite file ({finding}). Nothing was changed; restore it from a backup, or move it away to start with an empty one.", inner);
}
