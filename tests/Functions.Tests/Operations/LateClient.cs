using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Tests.Operations;

/// <summary>
/// A task hub behind queues: a suspension shows only after so many looks at its instances, and to resume what is not suspended is an error,
/// as on the Functions host.
/// </summary>
internal sealed class LateClient(int looks) : DurableTaskClient("late")
{
    private readonly Dictionary<string, int> onTheWay = [];

    public SortedDictionary<string, OrchestrationRuntimeStatus> Instances { get; } = new(StringComparer.Ordinal);

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        this.onTheWay.TryAdd(instanceId, looks);
        return Task.CompletedTask;
    }

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default)
    {
        if (this.Instances[instanceId] != OrchestrationRuntimeStatus.Suspended)
        {
            throw new InvalidOperationException($"{instanceId} is {this.Instances[instanceId]}.");
        }

        this.Instances[instanceId] = OrchestrationRuntimeStatus.Running;
        return Task.CompletedTask;
    }

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        foreach (var id in this.onTheWay.Keys.Where(id => --this.onTheWay[id] < 0).ToList())
        {
            this.onTheWay.Remove(id);
            this.Instances[id] = OrchestrationRuntimeStatus.Suspended;
        }

        var found = this.Instances
            .Where(i => i.Key.StartsWith(filter?.InstanceIdPrefix ?? "", StringComparison.Ordinal) && filter?.Statuses?.Contains(i.Value) != false)
            .Select(i => new OrchestrationMetadata("Batch", i.Key) { RuntimeStatus = i.Value })
            .ToList();
        return Pageable.Create((_, _) => Task.FromResult(new Page<OrchestrationMetadata>(found, null)));
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) => Task.CompletedTask;

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName, object? input = null, StartOrchestrationOptions? options = null, CancellationToken cancellation = default) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) => throw new NotSupportedException();
}
