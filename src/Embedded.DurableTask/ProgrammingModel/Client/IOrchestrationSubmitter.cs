namespace Microsoft.DurableTask.Internal;

/// <summary>What can start an orchestration.</summary>
public interface IOrchestrationSubmitter
{
    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">The instance's id, start time and tags; null for the defaults.</param>
    /// <param name="cancellation">Cancels the call; an instance that is scheduled by then stays scheduled.</param>
    /// <returns>The instance's id.</returns>
    Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);
}
