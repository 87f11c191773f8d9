namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>Something that an orchestrator has scheduled and that is not over: an activity, a sub-orchestration or a timer.</summary>
internal sealed class OpenAction(OpenActionKind kind, string name)
{
    public OpenActionKind Kind { get; } = kind;

    public string Name { get; } = name;

    /// <summary>When a timer is due.</summary>
    public DateTime FireAt { get; init; }

    /// <summary>When a timer was created.</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>The instance of a sub-orchestration.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Its end is in the history (or the current turn) but kept back, because the instance is suspended.</summary>
    public bool Settled { get; set; }

    // Continuations have to run in line, on the orchestrator's thread: no RunContinuationsAsynchronously.
    public TaskCompletionSource<string?> Completion { get; } = new();
}
