using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.Management;

/// <summary>A history to show.</summary>
/// <param name="Events">What happened, oldest first.</param>
/// <param name="Style">How much of it is shown.</param>
/// <param name="IsChild">Whether it is a sub-orchestration's: those have no generation.</param>
internal sealed record HistoryView(IReadOnlyList<HistoryEvent> Events, HistoryStyle Style, bool IsChild);
