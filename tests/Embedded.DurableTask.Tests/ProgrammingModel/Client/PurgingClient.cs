using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Client;

/// <summary>A recording client that can terminate and purge too.</summary>
internal sealed class PurgingClient : RecordingClient
{
    public PurgeInstancesFilter? Filter { get; private set; }

    public PurgeInstanceOptions? Options { get; private set; }

    public override Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        Filter = filter;
        Options = options;
        return Note($"purge all {cancellation.CanBeCanceled}", new PurgeResult(1));
    }

    public override Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Note($"purge {instanceId} {options?.Recursive.ToString() ?? "-"} {cancellation.CanBeCanceled}", new PurgeResult(1));

    public override Task TerminateInstanceAsync(
        string instanceId, TerminateInstanceOptions? options = null, CancellationToken cancellation = default) =>
        Note<object?>(
            $"terminate {instanceId} {(options is null ? "no options" : $"{options.Output ?? "-"} {options.Recursive}")} {cancellation.CanBeCanceled}", null);
}
