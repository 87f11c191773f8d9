using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>Which instances to list. Listings are in the order of creation.</summary>
internal sealed record InstanceFilter
{
    public DateTime? CreatedFrom { get; init; }

    public DateTime? CreatedTo { get; init; }

    public DateTime? CompletedFrom { get; init; }

    public DateTime? CompletedTo { get; init; }

    public IReadOnlyCollection<OrchestrationRuntimeStatus>? Statuses { get; init; }

    public string? InstanceIdPrefix { get; init; }

    /// <summary>Only instances created after the one with this key.</summary>
    public long AfterKey { get; init; }

    public int Limit { get; init; } = 100;

    public bool WithPayloads { get; init; }

    public bool Matches(InstanceRecord record) =>
        record.Key > this.AfterKey
        && (this.CreatedFrom is null || record.CreatedAt >= this.CreatedFrom)
        && (this.CreatedTo is null || record.CreatedAt <= this.CreatedTo)
        && (this.CompletedFrom is null || record.CompletedAt >= this.CompletedFrom)
        && (this.CompletedTo is null || record.CompletedAt <= this.CompletedTo)
        && (this.Statuses is null || this.Statuses.Contains(record.Status))
        && (this.InstanceIdPrefix is null || record.InstanceId.StartsWith(this.InstanceIdPrefix, StringComparison.Ordinal));
}
