namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed function again after the same time each time.</summary>
public sealed class FixedDelayRetryAttribute : RetryAttribute
{
    /// <summary>Says how often and when.</summary>
    /// <param name="maxRetryCount">How many more times; -1 for without end.</param>
    /// <param name="delayInterval">The time between two runs, as <c>HH:mm:ss</c>.</param>
    public FixedDelayRetryAttribute(int maxRetryCount, string delayInterval)
    {
        MaxRetryCount = maxRetryCount;
        DelayInterval = delayInterval;
    }

    /// <summary>The time between two runs, as <c>HH:mm:ss</c>.</summary>
    public string DelayInterval { get; }
}
