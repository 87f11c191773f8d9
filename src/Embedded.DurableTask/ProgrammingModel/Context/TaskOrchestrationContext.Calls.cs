namespace Microsoft.DurableTask;

/// <content>Calling activities and sub-orchestrations.</content>
public abstract partial class TaskOrchestrationContext
{
    /// <summary>Calls an activity without input, for its effect.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="options">How to retry.</param>
    /// <exception cref="TaskFailedException">The awaited activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, TaskOptions options) => CallActivityAsync(name, input: null, options);

    /// <summary>Calls an activity for its effect.</summary>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">How to retry; null for not at all.</param>
    /// <exception cref="TaskFailedException">The awaited activity failed.</exception>
    public virtual Task CallActivityAsync(TaskName name, object? input = null, TaskOptions? options = null) =>
        CallActivityAsync<object>(name, input, options);

    /// <summary>Calls an activity without input.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="options">How to retry.</param>
    /// <exception cref="TaskFailedException">The awaited activity failed.</exception>
    public virtual Task<TResult> CallActivityAsync<TResult>(TaskName name, TaskOptions options) =>
        CallActivityAsync<TResult>(name, input: null, options);

    /// <summary>Calls an activity.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="name">The activity.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">How to retry; null for not at all.</param>
    /// <exception cref="TaskFailedException">The awaited activity failed.</exception>
    public abstract Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null);

    /// <summary>Calls another orchestrator without input, for its effect.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How to retry, and the instance id.</param>
    /// <exception cref="TaskFailedException">The awaited sub-orchestration failed.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync(orchestratorName, input: null, options);

    /// <summary>Calls another orchestrator for its effect.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">How to retry, and the instance id (<see cref="SubOrchestrationOptions"/>); null for neither.</param>
    /// <exception cref="TaskFailedException">The awaited sub-orchestration failed.</exception>
    public virtual Task CallSubOrchestratorAsync(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        CallSubOrchestratorAsync<object>(orchestratorName, input, options);

    /// <summary>Calls another orchestrator without input.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">How to retry, and the instance id.</param>
    /// <exception cref="TaskFailedException">The awaited sub-orchestration failed.</exception>
    public virtual Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, TaskOptions options) =>
        CallSubOrchestratorAsync<TResult>(orchestratorName, input: null, options);

    /// <summary>Calls another orchestrator.</summary>
    /// <typeparam name="TResult">The type of its result.</typeparam>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">How to retry, and the instance id (<see cref="SubOrchestrationOptions"/>); null for neither.</param>
    /// <exception cref="TaskFailedException">The awaited sub-orchestration failed.</exception>
    public abstract Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null);
}
