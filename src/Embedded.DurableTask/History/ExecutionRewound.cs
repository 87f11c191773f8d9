namespace EmbeddedFunctions.DurableTask.History;

/// <summary>The failed instance was rewound: what had failed runs again.</summary>
/// <param name="Reason">The reason given.</param>
public sealed record ExecutionRewound(string? Reason) : HistoryEvent;
