using System.Globalization;

namespace DurableTask.Sqlite.Storage;

/// <summary>Keeps a second process out of a task hub. The operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class TaskHubLock : IDisposable
{
    private readonly FileStream stream;
    private readonly string holderPath;

    private TaskHubLock(FileStream stream, string holderPath)
    {
        this.stream = stream;
        this.holderPath = holderPath;
    }

    /// <exception cref="TaskHubFileException">Another process has the task hub open, or the lock file cannot be written.</exception>
    public static TaskHubLock Take(string databasePath)
    {
        string path = databasePath + ".lock";

        // A locked file cannot be read everywhere, so who holds it stands in a file of its own.
        string holderPath = databasePath + ".holder";
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(holderPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return new TaskHubLock(stream, holderPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            stream?.Dispose();
            if (!IsShared(e))
            {
                throw new TaskHubFileException(
                    TaskHubFileProblem.Unwritable, databasePath, $"The task hub '{databasePath}' cannot be opened for writing: '{path}' cannot be written ({e.Message}).", e);
            }

            int? holder = ReadHolder(holderPath);
            string who = holder is null ? "another process" : holder == Environment.ProcessId ? $"this process (process {holder})" : $"process {holder}";
            throw new TaskHubFileException(
                TaskHubFileProblem.InUse, databasePath, $"The task hub '{databasePath}' is in use by {who}. Stop that one first, or use another file.", e)
            {
                HolderProcessId = holder,
            };
        }
    }

    public void Dispose()
    {
        try
        {
            File.Delete(this.holderPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What is left there names nobody once the lock is free.
        }

        this.stream.Dispose();
    }

    // .NET reports a lock that someone else holds as a plain IOException; a full disk or a read-only file system has another code.
    private static bool IsShared(Exception e) => OperatingSystem.IsWindows()
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.HResult is 11 or 35;

    private static int? ReadHolder(string holderPath)
    {
        try
        {
            return int.TryParse(File.ReadAllText(holderPath), CultureInfo.InvariantCulture, out int id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
