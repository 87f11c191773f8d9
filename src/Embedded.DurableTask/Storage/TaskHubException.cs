namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>A task hub cannot be opened or used. The message says which file, why, and what to do.</summary>
public sealed class TaskHubException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">Which file, why, and what to do.</param>
    /// <param name="inner">What the storage reported.</param>
    public TaskHubException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
