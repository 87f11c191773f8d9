using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>What a store keeps of an instance beside its history.</summary>
internal sealed record InstanceRecord
{
    /// <summary>The store's own number for the instance; grows with creation, 0 until created.</summary>
    public long Key { get; init; }

    public required string InstanceId { get; init; }

    /// <summary>Differs for each execution under one id: a restart and a ContinueAsNew change it.</summary>
    public required string ExecutionId { get; init; }

    public required string Name { get; init; }

    public string Version { get; init; } = string.Empty;

    public OrchestrationRuntimeStatus Status { get; init; } = OrchestrationRuntimeStatus.Pending;

    public DateTime CreatedAt { get; init; }

    public DateTime UpdatedAt { get; init; }

    public DateTime? CompletedAt { get; init; }

    /// <summary>When a scheduled start is due; null to start at once.</summary>
    public DateTime? ScheduledAt { get; init; }

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The W3C trace context that spans of this instance hang under.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Turns committed in this execution; 0 means that it has not started.</summary>
    public int Turns { get; init; }

    /// <summary>Activities that are scheduled and not over: they are dispatched anew after a crash.</summary>
    public int OpenTasks { get; init; }

    /// <summary>The earliest moment at which the instance has something to do by itself.</summary>
    public DateTime? WakeAt { get; init; }

    /// <summary>The newest inbox message that a committed turn has consumed.</summary>
    public long ConsumedInbox { get; init; }

    public string? CustomStatus { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    /// <summary>The failure as <see cref="History.HistoryWriter.EncodeFailure"/> wrote it.</summary>
    public byte[]? Failure { get; init; }

    public bool IsOver => IsOverStatus(this.Status);

    public static bool IsOverStatus(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}
