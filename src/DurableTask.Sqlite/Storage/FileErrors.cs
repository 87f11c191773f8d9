using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Storage;

/// <summary>What SQLite reports, said in terms of the task hub's file.</summary>
internal static class FileErrors
{
    private const int Busy = 5;
    private const int Locked = 6;
    private const int ReadOnly = 8;
    private const int CorruptCode = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static TaskHubFileException Translate(string path, SqliteException e) => e.SqliteErrorCode switch
    {
        CorruptCode or NotADatabase => Corrupt(path, e.Message, e),
        Full => new(
            TaskHubFileProblem.DiskFull,
            path,
            $"The task hub '{path}' cannot be written: the disk is full. What was acknowledged before is safe; what failed can be tried again when there is room.",
            e),
        ReadOnly or CannotOpen => new(
            TaskHubFileProblem.Unwritable,
            path,
            $"The task hub '{path}' cannot be opened for writing ({e.Message}). Check the permissions of the file and its folder.",
            e),
        Busy or Locked => new(
            TaskHubFileProblem.Failed,
            path,
            $"The task hub '{path}' was locked by another program for too long ({e.Message}). What failed can be tried again.",
            e),
        _ => new(TaskHubFileProblem.Failed, path, $"The task hub '{path}' could not be read or written ({e.Message}).", e),
    };

    public static TaskHubFileException Corrupt(string path, string finding, Exception? e) => new(
        TaskHubFileProblem.Corrupt,
        path,
        $"The task hub '{path}' is damaged or not a SQLite file ({finding}). Nothing was changed; restore it from a backup, or move it away to start with an empty one.",
        e);
}
