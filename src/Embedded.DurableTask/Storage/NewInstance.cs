using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>An instance to create, unless one with its id stands in the way.</summary>
internal sealed class NewInstance(InstanceRecord record)
{
    public InstanceRecord Record { get; } = record;

    /// <summary>An instance with this id in one of these statuses blocks the creation; in any other finished status it is replaced.</summary>
    public IReadOnlySet<OrchestrationRuntimeStatus> BlockedBy { get; init; } = DefaultBlockedBy;

    /// <summary>What to tell the parent when the creation is blocked.</summary>
    public NewMessage? WhenBlocked { get; init; }

    /// <summary>Set by the store: the record with its key, or null when blocked.</summary>
    public InstanceRecord? Created { get; set; }

    /// <summary>Set by the store: the status of the instance that is in the way.</summary>
    public OrchestrationRuntimeStatus? ExistingStatus { get; set; }

    public static IReadOnlySet<OrchestrationRuntimeStatus> DefaultBlockedBy { get; } = new HashSet<OrchestrationRuntimeStatus>
    {
        OrchestrationRuntimeStatus.Pending,
        OrchestrationRuntimeStatus.Running,
        OrchestrationRuntimeStatus.Suspended,
    };
}
