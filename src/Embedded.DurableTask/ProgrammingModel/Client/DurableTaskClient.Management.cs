namespace Microsoft.DurableTask.Client;

/// <content>Starting instances, and acting on them.</content>
public abstract partial class DurableTaskClient
{
    /// <summary>Starts an orchestration without input.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="cancellation">Cancels the call; an instance that is scheduled by then stays scheduled.</param>
    /// <returns>The instance's id.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(TaskName orchestratorName, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input: null, options: null, cancellation);

    /// <summary>Starts an orchestration without input.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="options">The instance's id, start time and tags.</param>
    /// <param name="cancellation">Cancels the call; an instance that is scheduled by then stays scheduled.</param>
    /// <returns>The instance's id.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, StartOrchestrationOptions options, CancellationToken cancellation = default) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input: null, options, cancellation);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="cancellation">Cancels the call; an instance that is scheduled by then stays scheduled.</param>
    /// <returns>The instance's id.</returns>
    public virtual Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input, CancellationToken cancellation) =>
        ScheduleNewOrchestrationInstanceAsync(orchestratorName, input, options: null, cancellation);

    /// <summary>Starts an orchestration.</summary>
    /// <param name="orchestratorName">The orchestrator.</param>
    /// <param name="input">Its input; null for none.</param>
    /// <param name="options">The instance's id, start time and tags; null for the defaults.</param>
    /// <param name="cancellation">Cancels the call; an instance that is scheduled by then stays scheduled.</param>
    /// <returns>The instance's id.</returns>
    public abstract Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default);

    /// <summary>Sends an event without payload to an instance.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="cancellation">Cancels the call; an event that is sent by then stays sent.</param>
    public virtual Task RaiseEventAsync(string instanceId, string eventName, CancellationToken cancellation) =>
        RaiseEventAsync(instanceId, eventName, eventPayload: null, cancellation);

    /// <summary>Sends an event to an instance. It is kept until the instance waits for it.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="eventName">The event's name; its case does not matter.</param>
    /// <param name="eventPayload">What the waiter receives; null for nothing.</param>
    /// <param name="cancellation">Cancels the call; an event that is sent by then stays sent.</param>
    public abstract Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default);

    /// <summary>Ends an instance from outside.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public virtual Task TerminateInstanceAsync(string instanceId, CancellationToken cancellation) =>
        TerminateInstanceAsync(instanceId, options: null, cancellation);

    /// <summary>Ends an instance from outside.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="options">The output it ends with, and whether its sub-orchestrations end too; null for neither.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("terminate instances");

    /// <summary>Ends an instance from outside.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="output">The output it ends with; null for none.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public virtual Task TerminateInstanceAsync(string instanceId, object? output, CancellationToken cancellation = default) =>
        TerminateInstanceAsync(instanceId, output is null ? null : new TerminateInstanceOptions(output), cancellation);

    /// <summary>Holds an instance: its code does not run until it is resumed.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public virtual Task SuspendInstanceAsync(string instanceId, CancellationToken cancellation) =>
        SuspendInstanceAsync(instanceId, reason: null, cancellation);

    /// <summary>Holds an instance: its code does not run until it is resumed.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="reason">Why, for the history; null for no reason.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public abstract Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Lets a suspended instance go on.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public virtual Task ResumeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        ResumeInstanceAsync(instanceId, reason: null, cancellation);

    /// <summary>Lets a suspended instance go on.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="reason">Why, for the history; null for no reason.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public abstract Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default);

    /// <summary>Starts an instance over, with the input it had.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="restartWithNewInstanceId">Whether the new run gets a generated id, or (by default) takes the old one's place.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <returns>The id of the new run.</returns>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task<string> RestartAsync(
        string instanceId, bool restartWithNewInstanceId = false, CancellationToken cancellation = default) =>
        throw NotSupported("restart instances");

    /// <summary>Brings a failed instance back to where it failed: what failed runs again, what succeeded does not.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="reason">Why, for the history.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task RewindInstanceAsync(string instanceId, string reason, CancellationToken cancellation = default) =>
        throw NotSupported("rewind instances");

    /// <summary>Deletes what is kept of an ended instance.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="cancellation">Cancels the call.</param>
    public virtual Task<PurgeResult> PurgeInstanceAsync(string instanceId, CancellationToken cancellation) =>
        PurgeInstanceAsync(instanceId, options: null, cancellation);

    /// <summary>Deletes what is kept of an ended instance.</summary>
    /// <param name="instanceId">The instance's id.</param>
    /// <param name="options">Whether its sub-orchestrations go too; null for not.</param>
    /// <param name="cancellation">Cancels the call.</param>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purge instances");

    /// <summary>Deletes what is kept of ended instances.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(PurgeInstancesFilter filter, CancellationToken cancellation) =>
        PurgeAllInstancesAsync(filter, options: null, cancellation);

    /// <summary>Deletes what is kept of ended instances.</summary>
    /// <param name="filter">Which ones.</param>
    /// <param name="options">Whether their sub-orchestrations go too; null for not.</param>
    /// <param name="cancellation">Cancels the purge; what is purged by then stays purged.</param>
    /// <exception cref="NotSupportedException">The client cannot do this.</exception>
    public virtual Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        throw NotSupported("purge instances");
}
