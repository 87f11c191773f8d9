using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.Management;

/// <summary>A history to show.</summary>
internal sealed record HistoryView(IReadOnlyList<HistoryEvent> Events, HistoryStyle Style);
