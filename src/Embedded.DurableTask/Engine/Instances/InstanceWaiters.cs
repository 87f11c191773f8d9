using System.Collections.Concurrent;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Engine.Instances;

/// <summary>Those who wait for an instance to start or to end.</summary>
internal sealed class InstanceWaiters
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource> changes = new(StringComparer.Ordinal);

    /// <summary>How many instances are waited for.</summary>
    public int Count => this.changes.Count;

    /// <summary>A task that completes at the next change of the instance's status. Ask for it before looking at the status.</summary>
    public Task NextChange(string instanceId) =>
        this.changes.GetOrAdd(instanceId, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Changed(InstanceRecord record)
    {
        if (record.Status != OrchestrationRuntimeStatus.Pending)
        {
            this.Changed(record.InstanceId);
        }
    }

    public void Changed(string instanceId)
    {
        if (this.changes.TryRemove(instanceId, out TaskCompletionSource? waiter))
        {
            waiter.SetResult();
        }
    }

    public void Dispose()
    {
        foreach (string instanceId in this.changes.Keys)
        {
            if (this.changes.TryRemove(instanceId, out TaskCompletionSource? waiter))
            {
                waiter.SetException(new ObjectDisposedException("The durable task engine has stopped."));
            }
        }
    }
}
