namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The execution ended by starting over with a new input and an empty history.</summary>
/// <param name="Input">The new serialized input.</param>
/// <param name="PreserveEvents">Whether events that were not waited for are carried over.</param>
public sealed record ContinuedAsNew(string? Input, bool PreserveEvents) : HistoryEvent;
