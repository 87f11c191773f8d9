namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>An instance to delete if it is over.</summary>
internal sealed class PurgeWrite(string instanceId)
{
    public string InstanceId { get; } = instanceId;

    /// <summary>Set by the store: whether it was there, over, and is now gone.</summary>
    public bool Purged { get; set; }
}
