namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a timer function that failed again, before its occurrence counts as over.</summary>
[AttributeUsage(AttributeTargets.Method)]
public abstract class RetryAttribute : Attribute
{
    /// <summary>How many more times; -1 for without end.</summary>
    public int MaxRetryCount { get; set; }
}
