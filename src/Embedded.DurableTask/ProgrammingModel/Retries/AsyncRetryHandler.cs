namespace Microsoft.DurableTask;

/// <summary>Decides after a failed attempt whether there is to be another, and may await the orchestration's timers before it does. It is orchestrator code: deterministic.</summary>
/// <param name="retryContext">What failed, how often, and for how long.</param>
/// <returns>Whether to try again.</returns>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);
