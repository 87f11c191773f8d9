using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>What one turn of an orchestrator came to.</summary>
internal sealed class TurnResult
{
    /// <summary>The turn's events in order: its start, what it consumed, what it scheduled, and its end if it ended.</summary>
    public required List<HistoryEvent> History { get; init; }

    /// <summary>What the turn scheduled, in order.</summary>
    public required IReadOnlyList<HistoryEvent> Scheduled { get; init; }

    public OrchestrationRuntimeStatus Status { get; init; }

    public string? Output { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    /// <summary>The exception behind <see cref="Failure"/>, where there is one, for the log.</summary>
    public Exception? Error { get; init; }

    /// <summary>The input of the next execution, when the orchestrator continued as new.</summary>
    public ContinuedAsNew? Next { get; init; }

    /// <summary>The events that the next execution begins with.</summary>
    public IReadOnlyList<HistoryEvent> Carried { get; init; } = [];

    /// <summary>Running children that a recursive termination takes along.</summary>
    public IReadOnlyList<string> ChildrenToTerminate { get; init; } = [];
}
