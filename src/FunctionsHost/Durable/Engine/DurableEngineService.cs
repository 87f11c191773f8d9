using FunctionsHost.Durable.Client;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Worker;
using Grpc.Net.Client;
using Microsoft.DurableTask.Protobuf;

namespace FunctionsHost.Durable.Engine;

/// <summary>
/// Starts the engine once the worker is ready, and stops it before the worker ends. An app without durable functions has none; a host that only
/// reads takes no work. The task hub is opened while the worker starts, which takes longer.
/// </summary>
internal sealed class DurableEngineService(DurableEngine engine, IFunctionInvoker invoker, TaskHub hub, HostSettings settings, HostAddress address, DurableOptions options)
    : IHostedLifecycleService, IAsyncDisposable
{
    private const string Extension = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.dll";

    private static readonly string[] BindingTypes = ["orchestrationTrigger", "activityTrigger", "durableClient"];

    private readonly CancellationTokenSource _stopping = new();
    private Task? _opening;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(settings.AppDirectory, Extension)))
        {
            _opening = OpenAsync();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
        => invoker.Functions.Any(function => function.Bindings.Any(binding => BindingTypes.Contains(binding.Type, StringComparer.OrdinalIgnoreCase)))
            ? settings.ReadOnly ? hub.CheckAsync() : engine.StartAsync()
            : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The first call of the durable client takes a tenth of a second, nearly all of it for code that runs for the first time here.
    // It is made while the worker starts, on the processor that has nothing to do then.
    private async Task OpenAsync()
    {
        await (settings.ReadOnly ? hub.CheckAsync() : engine.OpenAsync()).ConfigureAwait(false);
        using var channel = GrpcChannel.ForAddress(address.Internal);
        var client = new TaskHubSidecarService.TaskHubSidecarServiceClient(channel);
        await client.GetInstanceAsync(new() { InstanceId = "none" }, [new(TaskHubGuard.Header, options.SecretTaskHub)], cancellationToken: _stopping.Token).ConfigureAwait(false);
    }

    // The worker did not start, say: the task hub is closed next.
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (_opening is not null)
        {
            await _opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stopping.Dispose();
    }
}
