namespace EmbeddedFunctions.DurableTask.History;

/// <summary>An external event arrived.</summary>
/// <param name="Name">The name of the event; compared without regard to case.</param>
/// <param name="Input">Its serialized payload.</param>
public sealed record EventRaised(string Name, string? Input) : HistoryEvent;
