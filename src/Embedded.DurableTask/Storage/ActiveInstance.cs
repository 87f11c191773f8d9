namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>An unfinished instance that has something to do after a restart.</summary>
/// <param name="IsDue">It has messages, open activities or a first turn to run now; otherwise it sleeps until <paramref name="WakeAt"/>.</param>
internal readonly record struct ActiveInstance(string InstanceId, bool IsDue, DateTime? WakeAt);
