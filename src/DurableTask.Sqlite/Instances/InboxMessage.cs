using DurableTask.Core;

namespace DurableTask.Sqlite.Instances;

/// <summary>A message that waits for an instance's next turn.</summary>
/// <param name="RowId">Its row in the file's inbox; 0 if it has none: outcomes of activities and timers that fired can be had again.</param>
internal sealed record InboxMessage(long RowId, TaskMessage Message);
