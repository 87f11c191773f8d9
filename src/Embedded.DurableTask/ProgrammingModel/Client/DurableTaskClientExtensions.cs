namespace Microsoft.DurableTask.Client;

/// <summary>Purges of many instances by when they were created and how they ended.</summary>
public static class DurableTaskClientExtensions
{
    /// <summary>Purges ended instances.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at this time or later; null for any.</param>
    /// <param name="createdTo">Created at this time or earlier; null for any.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, statuses: null, options: null, cancellation);

    /// <summary>Purges ended instances.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at this time or later; null for any.</param>
    /// <param name="createdTo">Created at this time or earlier; null for any.</param>
    /// <param name="options">Whether sub-orchestrations go too; null for not.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, statuses: null, options, cancellation);

    /// <summary>Purges ended instances.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at this time or later; null for any.</param>
    /// <param name="createdTo">Created at this time or earlier; null for any.</param>
    /// <param name="statuses">In one of these statuses; null for any.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        CancellationToken cancellation = default) =>
        client.PurgeInstancesAsync(createdFrom, createdTo, statuses, options: null, cancellation);

    /// <summary>Purges ended instances.</summary>
    /// <param name="client">The client.</param>
    /// <param name="createdFrom">Created at this time or later; null for any.</param>
    /// <param name="createdTo">Created at this time or earlier; null for any.</param>
    /// <param name="statuses">In one of these statuses; null for any.</param>
    /// <param name="options">Whether sub-orchestrations go too; null for not.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    /// <exception cref="ArgumentNullException"><paramref name="client"/> is null.</exception>
    public static Task<PurgeResult> PurgeInstancesAsync(
        this DurableTaskClient client,
        DateTimeOffset? createdFrom,
        DateTimeOffset? createdTo,
        IEnumerable<OrchestrationRuntimeStatus>? statuses,
        PurgeInstanceOptions? options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        return client.PurgeAllInstancesAsync(new PurgeInstancesFilter(createdFrom, createdTo, statuses), options, cancellation);
    }
}
