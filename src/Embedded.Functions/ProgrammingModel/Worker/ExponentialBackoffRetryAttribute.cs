namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a failed function again after a time that doubles.</summary>
public sealed class ExponentialBackoffRetryAttribute : RetryAttribute
{
    /// <summary>Says how often and when.</summary>
    /// <param name="maxRetryCount">How many more times; -1 for without end.</param>
    /// <param name="minimumInterval">The first time between two runs, as <c>HH:mm:ss</c>.</param>
    /// <param name="maximumInterval">The longest, as <c>HH:mm:ss</c>.</param>
    public ExponentialBackoffRetryAttribute(int maxRetryCount, string minimumInterval, string maximumInterval)
    {
        MaxRetryCount = maxRetryCount;
        MinimumInterval = minimumInterval;
        MaximumInterval = maximumInterval;
    }

    /// <summary>The first time between two runs, as <c>HH:mm:ss</c>.</summary>
    public string MinimumInterval { get; }

    /// <summary>The longest time between two runs, as <c>HH:mm:ss</c>.</summary>
    public string MaximumInterval { get; }
}
