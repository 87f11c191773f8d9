namespace Microsoft.Azure.Functions.Worker;

/// <summary>How often an invocation has been retried.</summary>
public abstract class RetryContext
{
    /// <summary>How many retries there may be; -1 for no limit.</summary>
    public abstract int MaxRetryCount { get; }

    /// <summary>How many there have been; 0 the first time.</summary>
    public abstract int RetryCount { get; }
}
