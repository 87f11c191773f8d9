namespace Microsoft.DurableTask.Client;

/// <summary>Options of terminating an instance.</summary>
/// <param name="Output">What becomes the instance's output; null for none.</param>
/// <param name="Recursive">Whether its sub-orchestrations are terminated too. False by default.</param>
public record TerminateInstanceOptions(object? Output = null, bool Recursive = false);
