using System.ComponentModel;
using Microsoft.DurableTask.Internal;

namespace Microsoft.DurableTask.Client;

/// <summary>Starts orchestrations, and asks about and acts on the instances of a task hub.</summary>
/// <param name="name">The client's name.</param>
public abstract partial class DurableTaskClient(string name) : IOrchestrationSubmitter, IAsyncDisposable
{
    /// <summary>The client's name.</summary>
    public string Name { get; } = name;

    /// <summary>Releases the client. Orchestrations go on.</summary>
    public abstract ValueTask DisposeAsync();

    /// <summary>Lists instances, page by page.</summary>
    /// <param name="filter">Which ones; null for all.</param>
    public abstract AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null);

    /// <summary>Asks about an instance, without its payloads.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>What is known of the instance; null when there is none with this id.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(string instanceId, CancellationToken cancellation) =>
        GetInstanceAsync(instanceId, getInputsAndOutputs: false, cancellation);

    /// <summary>Asks about an instance.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="getInputsAndOutputs">Whether its payloads are fetched too. False by default.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>What is known of the instance; null when there is none with this id.</returns>
    public virtual Task<OrchestrationMetadata?> GetInstanceAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs, cancellation);

    /// <summary>An older name of <see cref="GetInstanceAsync(string, CancellationToken)"/>.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public virtual Task<OrchestrationMetadata?> GetInstancesAsync(string instanceId, CancellationToken cancellation) =>
        GetInstancesAsync(instanceId, getInputsAndOutputs: false, cancellation);

    /// <summary>An older name of <see cref="GetInstanceAsync(string, bool, CancellationToken)"/>; what a client implements.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="getInputsAndOutputs">Whether its payloads are fetched too. False by default.</param>
    /// <param name="cancellation">Cancels the call.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public abstract Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Lists the ids of instances by status and by when they ended.</summary>
    /// <param name="runtimeStatus">In one of these statuses; null for any.</param>
    /// <param name="completedTimeFrom">Ended at this time or later; null for any.</param>
    /// <param name="completedTimeTo">Ended at this time or earlier; null for any.</param>
    /// <param name="pageSize">How many ids to return at most; 100 by default.</param>
    /// <param name="lastInstanceKey">The token of the page before; null for the first.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = default,
        DateTimeOffset? completedTimeTo = default,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default) =>
        throw NotSupported("list instance ids by completion time");

    /// <summary>Waits until an instance has ended, without fetching its payloads.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public virtual Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: false, cancellation);

    /// <summary>Waits until an instance has ended, in whichever way.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="getInputsAndOutputs">Whether its payloads are fetched too. False by default.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public abstract Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    /// <summary>Waits until an instance is no longer pending, without fetching its payloads.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public virtual Task<OrchestrationMetadata> WaitForInstanceStartAsync(string instanceId, CancellationToken cancellation) =>
        WaitForInstanceStartAsync(instanceId, getInputsAndOutputs: false, cancellation);

    /// <summary>Waits until an instance is no longer pending.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="getInputsAndOutputs">Whether its payloads are fetched too. False by default.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public abstract Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default);

    private NotSupportedException NotSupported(string what) => new($"A {GetType()} cannot {what}.");
}
