namespace Microsoft.DurableTask;

/// <summary>Options of a call to a sub-orchestration.</summary>
public record SubOrchestrationOptions : TaskOptions
{
    /// <summary>Options.</summary>
    /// <param name="retry">How to retry; null for not at all.</param>
    /// <param name="instanceId">The sub-orchestration's id; null for one that is generated.</param>
    public SubOrchestrationOptions(TaskRetryOptions? retry = null, string? instanceId = null)
        : base(retry) => InstanceId = instanceId;

    /// <summary>Other options, with an instance id.</summary>
    /// <param name="options">The other options.</param>
    /// <param name="instanceId">The sub-orchestration's id; null keeps that of <paramref name="options"/>, if it has one.</param>
    public SubOrchestrationOptions(TaskOptions options, string? instanceId = null)
        : base(options) => InstanceId = instanceId ?? (options as SubOrchestrationOptions)?.InstanceId;

    /// <summary>A copy.</summary>
    /// <param name="options">What is copied.</param>
    public SubOrchestrationOptions(SubOrchestrationOptions options)
        : base(options) => InstanceId = options.InstanceId;

    /// <summary>The sub-orchestration's id; null for one that is generated.</summary>
    public string? InstanceId { get; init; }
}
