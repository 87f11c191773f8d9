namespace EmbeddedFunctions.Management;

/// <summary>How much of a history is shown.</summary>
/// <param name="Outputs">Results of activities, sub-orchestrations and the instance itself.</param>
/// <param name="Inputs">Their inputs.</param>
/// <param name="StackTraces">Stack traces of failures.</param>
internal sealed record HistoryStyle(bool Outputs, bool Inputs, bool StackTraces);
