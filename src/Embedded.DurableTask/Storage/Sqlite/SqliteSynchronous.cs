namespace EmbeddedFunctions.DurableTask.Storage.Sqlite;

/// <summary>What a commit waits for before it counts.</summary>
public enum SqliteSynchronous
{
    /// <summary>The operating system has the data: survives the process, but a power loss can take back the last commits.</summary>
    Normal,

    /// <summary>The disk has the data: survives a power loss. The default.</summary>
    Full,
}
