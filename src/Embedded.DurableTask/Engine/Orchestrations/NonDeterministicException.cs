using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>A replay has left the path of its history.</summary>
internal sealed class NonDeterministicException(TaskFailureDetails failure) : Exception(failure.ErrorMessage)
{
    public TaskFailureDetails Failure { get; } = failure;
}
