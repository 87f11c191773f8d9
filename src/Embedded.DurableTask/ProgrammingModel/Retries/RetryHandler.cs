namespace Microsoft.DurableTask;

/// <summary>Decides after a failed attempt whether there is to be another. It is orchestrator code: deterministic.</summary>
/// <param name="retryContext">What failed, how often, and for how long.</param>
/// <returns>Whether to try again.</returns>
public delegate bool RetryHandler(RetryContext retryContext);
