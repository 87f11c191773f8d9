using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>A message that waits in an instance's inbox.</summary>
/// <param name="Id">Its place in the order of all messages; 0 for what only memory holds (an activity's outcome).</param>
/// <param name="ExecutionId">The only execution that it is for; null for whichever runs.</param>
internal readonly record struct StoredMessage(long Id, string? ExecutionId, HistoryEvent Event);
