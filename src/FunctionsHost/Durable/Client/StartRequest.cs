using DurableTask.Core;

namespace FunctionsHost.Durable.Client;

/// <summary>An instance to start.</summary>
internal sealed record StartRequest(string Name)
{
    /// <summary>The statuses in which an instance of the same id is left alone unless told otherwise: it is not over.</summary>
    public static readonly IReadOnlyList<OrchestrationStatus> Unfinished =
        [OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended, OrchestrationStatus.ContinuedAsNew];

    /// <summary>The instance's id; null or empty for a new one.</summary>
    public string? InstanceId { get; init; }

    /// <summary>The input as JSON.</summary>
    public string? Input { get; init; }

    /// <summary>The orchestrator's version.</summary>
    public string? Version { get; init; }

    /// <summary>When it is to start; null for now.</summary>
    public DateTime? ScheduledStart { get; init; }

    /// <summary>The W3C trace parent and state of who starts it.</summary>
    public (string Parent, string? State)? Trace { get; init; }

    /// <summary>Tags of the instance.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The statuses in which an instance of the same id is left alone, and starting fails.</summary>
    public IReadOnlyList<OrchestrationStatus> Keep { get; init; } = Unfinished;
}
