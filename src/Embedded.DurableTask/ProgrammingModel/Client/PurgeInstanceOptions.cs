namespace Microsoft.DurableTask.Client;

/// <summary>Options of purging.</summary>
/// <param name="Recursive">Whether sub-orchestrations are purged too. False by default.</param>
public record PurgeInstanceOptions(bool Recursive = false);
