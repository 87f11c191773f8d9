namespace Microsoft.DurableTask;

/// <summary>What a retry handler decides upon.</summary>
/// <param name="OrchestrationContext">The orchestration that made the call: a handler may create a timer with it.</param>
/// <param name="LastAttemptNumber">How many attempts there have been; 1 after the first.</param>
/// <param name="LastFailure">Why the last attempt failed.</param>
/// <param name="TotalRetryTime">The time since the first attempt, in the orchestration's clock.</param>
/// <param name="CancellationToken">Cancelled when the retries are given up.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext,
    int LastAttemptNumber,
    TaskFailureDetails LastFailure,
    TimeSpan TotalRetryTime,
    CancellationToken CancellationToken);
