namespace EmbeddedFunctions.DurableTask.History;

/// <summary>An activity was scheduled under <see cref="HistoryEvent.EventId"/>.</summary>
/// <param name="Name">The activity.</param>
/// <param name="Input">Its serialized input.</param>
public sealed record TaskScheduled(string Name, string? Input) : HistoryEvent;
