namespace Microsoft.DurableTask.Client;

/// <summary>Which instances to list. Every condition that is given must hold.</summary>
/// <param name="CreatedFrom">Created at this time or later.</param>
/// <param name="CreatedTo">Created at this time or earlier.</param>
/// <param name="Statuses">In one of these statuses; null or none for any.</param>
/// <param name="TaskHubNames">In one of these task hubs; null for this one.</param>
/// <param name="InstanceIdPrefix">With an id that begins so.</param>
/// <param name="PageSize">How many instances a page holds; 100 by default.</param>
/// <param name="FetchInputsAndOutputs">Whether inputs, outputs and custom statuses are fetched too. False by default.</param>
/// <param name="ContinuationToken">Where to go on: a token from an earlier page; null for the beginning.</param>
public record OrchestrationQuery(
    DateTimeOffset? CreatedFrom = default,
    DateTimeOffset? CreatedTo = default,
    IEnumerable<OrchestrationRuntimeStatus>? Statuses = null,
    IEnumerable<string>? TaskHubNames = null,
    string? InstanceIdPrefix = null,
    int PageSize = OrchestrationQuery.DefaultPageSize,
    bool FetchInputsAndOutputs = false,
    string? ContinuationToken = null)
{
    /// <summary>The default of <see cref="PageSize"/>: 100 instances.</summary>
    public const int DefaultPageSize = 100;
}
