using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

/// <summary>A client that notes which of its implementing members were called, and with what.</summary>
internal class RecordingClient() : DurableTaskClient("recording")
{
    public List<string> Calls { get; } = [];

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null) =>
        throw new NotSupportedException();

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Note<OrchestrationMetadata?>($"get {instanceId} {getInputsAndOutputs} {cancellation.CanBeCanceled}", null);

    public override Task RaiseEventAsync(
        string instanceId, string eventName, object? eventPayload = null, CancellationToken cancellation = default) =>
        Note<object?>($"raise {instanceId} {eventName} {eventPayload ?? "-"} {cancellation.CanBeCanceled}", null);

    public override Task ResumeInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        Note<object?>($"resume {instanceId} {reason ?? "-"} {cancellation.CanBeCanceled}", null);

    public override Task<string> ScheduleNewOrchestrationInstanceAsync(
        TaskName orchestratorName,
        object? input = null,
        StartOrchestrationOptions? options = null,
        CancellationToken cancellation = default) =>
        Note($"schedule {orchestratorName} {input ?? "-"} {options?.InstanceId ?? "-"} {cancellation.CanBeCanceled}", "id");

    public override Task SuspendInstanceAsync(string instanceId, string? reason = null, CancellationToken cancellation = default) =>
        Note<object?>($"suspend {instanceId} {reason ?? "-"} {cancellation.CanBeCanceled}", null);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Note($"completion {instanceId} {getInputsAndOutputs} {cancellation.CanBeCanceled}", new OrchestrationMetadata("n", instanceId));

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        Note($"start {instanceId} {getInputsAndOutputs} {cancellation.CanBeCanceled}", new OrchestrationMetadata("n", instanceId));

    protected Task<T> Note<T>(string call, T result)
    {
        Calls.Add(call);
        return Task.FromResult(result);
    }
}
