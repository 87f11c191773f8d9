namespace Microsoft.DurableTask;

/// <summary>Options of a call to an activity or a sub-orchestration.</summary>
public record TaskOptions
{
    /// <summary>Options with a retry.</summary>
    /// <param name="retry">How to retry; null for not at all.</param>
    public TaskOptions(TaskRetryOptions? retry)
        : this(retry, null)
    {
    }

    /// <summary>Options.</summary>
    /// <param name="retry">How to retry; null for not at all.</param>
    /// <param name="tags">Tags of the call; null for none.</param>
    public TaskOptions(TaskRetryOptions? retry = null, IDictionary<string, string>? tags = null)
    {
        Retry = retry;
        Tags = tags;
    }

    /// <summary>A copy.</summary>
    /// <param name="options">What is copied.</param>
    /// <exception cref="ArgumentNullException"><paramref name="options"/> is null.</exception>
    public TaskOptions(TaskOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Retry = options.Retry;
        Tags = options.Tags;
    }

    /// <summary>How the call is retried; null for not at all.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>The call's tags; null for none.</summary>
    public IDictionary<string, string>? Tags { get; init; }

    /// <summary>Options that retry by a handler that may wait.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(TaskRetryOptions.FromRetryHandler(handler));

    /// <summary>Options that retry by a handler.</summary>
    /// <param name="handler">The handler.</param>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(TaskRetryOptions.FromRetryHandler(handler));

    /// <summary>Options that retry by a policy.</summary>
    /// <param name="policy">The policy.</param>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(TaskRetryOptions.FromRetryPolicy(policy));

    /// <summary>These options for a sub-orchestration with an instance id of the caller's choice.</summary>
    /// <param name="instanceId">The id.</param>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
