using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

/// <summary>
/// An orchestrator's context that sends each event twice, as storage queues may deliver it, and that knows which tasks are open. The
/// Durable Task Framework keeps an orchestration running for as long as a timer, an activity or a sub-orchestration of it is.
/// </summary>
internal sealed class StrictContext(TaskOrchestrationContext inner) : TaskOrchestrationContext
{
    private readonly List<Task> tasks = [];

    /// <summary>Throws when the orchestrator left a task open.</summary>
    public void ThrowIfOpen()
    {
        if (tasks.FindAll(task => !task.IsCompleted) is { Count: > 0 } open)
        {
            throw new InvalidOperationException($"{Name} {InstanceId} returned with {open.Count} tasks open.");
        }
    }

    public override TaskName Name => inner.Name;

    public override string InstanceId => inner.InstanceId;

    public override ParentOrchestrationInstance? Parent => inner.Parent;

    public override DateTime CurrentUtcDateTime => inner.CurrentUtcDateTime;

    public override bool IsReplaying => inner.IsReplaying;

    public override string Version => inner.Version;

    protected override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

    public override T GetInput<T>() => inner.GetInput<T>()!;

    public override Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null) =>
        Watched(inner.CallActivityAsync<TResult>(name, input, options));

    public override Task<TResult> CallSubOrchestratorAsync<TResult>(TaskName orchestratorName, object? input = null, TaskOptions? options = null) =>
        Watched(inner.CallSubOrchestratorAsync<TResult>(orchestratorName, input, options));

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) => Watched(inner.CreateTimer(fireAt, cancellationToken));

    public override Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default) =>
        inner.WaitForExternalEvent<T>(eventName, cancellationToken);

    public override void SendEvent(string instanceId, string eventName, object payload)
    {
        inner.SendEvent(instanceId, eventName, payload);
        inner.SendEvent(instanceId, eventName, payload);
    }

    public override void SetCustomStatus(object? customStatus) => inner.SetCustomStatus(customStatus);

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        inner.ContinueAsNew(newInput, preserveUnprocessedEvents);

    public override Guid NewGuid() => inner.NewGuid();

    private TTask Watched<TTask>(TTask task)
        where TTask : Task
    {
        tasks.Add(task);
        return task;
    }
}
