namespace Microsoft.DurableTask;

/// <summary>How an orchestration starts over.</summary>
public class ContinueAsNewOptions
{
    /// <summary>The input of the next round; null for none.</summary>
    public object? NewInput { get; set; }

    /// <summary>The version of the next round; null keeps the present one.</summary>
    public string? NewVersion { get; set; }

    /// <summary>Whether events that were raised but not waited for are there in the next round. True by default.</summary>
    public bool PreserveUnprocessedEvents { get; set; } = true;
}
