using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>Nobody has registered an orchestrator under the name that an instance was started with.</summary>
internal sealed class UnknownOrchestratorException(TaskFailureDetails failure) : Exception(failure.ErrorMessage)
{
    public TaskFailureDetails Failure { get; } = failure;
}
