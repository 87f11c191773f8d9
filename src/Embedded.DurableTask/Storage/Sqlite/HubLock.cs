namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>Keeps a second host out of a task hub. The operating system lets go of it when the process ends, however it ends.</summary>
internal sealed class HubLock : IDisposable
{
    private readonly FileStream stream;

    private HubLock(FileStream stream) => this.stream = stream;

    /// <exception cref="TaskHubException">Another host has the task hub open.</exception>
    public static HubLock Take(string databasePath)
    {
        string path = databasePath + ".lock";
        try
        {
            return new HubLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e)
        {
            throw new TaskHubException(
                $"The task hub '{databasePath}' is in use by another host. Stop that one first, or give this one another data folder.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new TaskHubException($"The task hub '{databasePath}' cannot be locked: no permission to write '{path}'.", e);
        }
    }

    public void Dispose() => this.stream.Dispose();
}
