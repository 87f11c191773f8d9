namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to purge. Every condition that is given must hold; only ended instances are purged.</summary>
/// <param name="CreatedFrom">Created at this time or later.</param>
/// <param name="CreatedTo">Created at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; null or none for any.</param>
public record PurgeInstancesFilter(
    DateTimeOffset? CreatedFrom = default,
    DateTimeOffset? CreatedTo = default,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null)
{
    /// <summary>After how long to stop, whether or not all are purged; null for never.</summary>
    public TimeSpan? Timeout { get; init; }
}
