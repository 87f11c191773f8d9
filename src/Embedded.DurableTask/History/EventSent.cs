namespace EmbeddedFunctions.DurableTask.History;

/// <summary>An event was sent to another instance under <see cref="HistoryEvent.EventId"/>.</summary>
/// <param name="InstanceId">The receiver.</param>
/// <param name="Name">The name of the event.</param>
/// <param name="Input">Its serialized payload.</param>
public sealed record EventSent(string InstanceId, string Name, string? Input) : HistoryEvent;
