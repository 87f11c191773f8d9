using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>A message for an instance's inbox.</summary>
/// <param name="executionId">The only execution that it is for; null for whichever runs.</param>
internal sealed class NewMessage(string instanceId, string? executionId, HistoryEvent item)
{
    public string InstanceId { get; } = instanceId;

    public string? ExecutionId { get; } = executionId;

    public HistoryEvent Event { get; } = item;

    /// <summary>Set by the store: its place in the order of all messages; 0 when nobody unfinished has that id.</summary>
    public long Id { get; set; }

    public bool Accepted => this.Id > 0;
}
