using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Options of starting an orchestration.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Options.</summary>
    /// <param name="InstanceId">The instance's id; null for one that is generated.</param>
    /// <param name="StartAt">When to start; null, or a time that has passed, for at once.</param>
    [SuppressMessage("Style", "IDE1006:Naming Styles", Justification = "The programming model names the parameters so.")]
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = default)
    {
        this.InstanceId = InstanceId;
        this.StartAt = StartAt;
    }

    /// <summary>A copy.</summary>
    /// <param name="options">What is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public StartOrchestrationOptions(StartOrchestrationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        DedupeStatuses = options.DedupeStatuses;
        InstanceId = options.InstanceId;
        StartAt = options.StartAt;
        Tags = options.Tags;
    }

    /// <summary>The statuses in which an instance with the same id stands in the way of this start, by name; null for none.</summary>
    public IReadOnlyList<string>? DedupeStatuses { get; init; }

    /// <summary>The instance's id; null for one that is generated.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When to start; null, or a time that has passed, for at once.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>The instance's tags; empty by default.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}
