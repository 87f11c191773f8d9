namespace EmbeddedFunctions.DurableTask.CrashHost;

/// <summary>One line of what the host is asked.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="InstanceId">Which instance it is about; null for all.</param>
/// <param name="Name">The orchestrator to start, or the event to raise.</param>
/// <param name="Text">The orchestrator's input as a number, or the event's payload.</param>
internal sealed record HostCommand(HostCommandKind Kind, string? InstanceId = null, string? Name = null, string? Text = null);
