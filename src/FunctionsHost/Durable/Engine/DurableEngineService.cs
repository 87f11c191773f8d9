using FunctionsHost.Hosting;
using FunctionsHost.Worker;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Durable.Engine;

/// <summary>
/// Starts the engine once the worker is ready, and stops it before the worker ends. An app without durable functions has none.
/// The task hub is opened while the worker starts, which takes longer.
/// </summary>
internal sealed class DurableEngineService(DurableEngine engine, IFunctionInvoker invoker, HostSettings settings) : IHostedLifecycleService, IAsyncDisposable
{
    private const string Extension = "Microsoft.Azure.Functions.Worker.Extensions.DurableTask.dll";

    private static readonly string[] BindingTypes = ["orchestrationTrigger", "activityTrigger", "entityTrigger", "durableClient"];

    private Task? _opening;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Path.Combine(settings.AppDirectory, Extension)))
        {
            _opening = engine.OpenAsync();
        }

        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken)
        => invoker.Functions.Any(function => function.Bindings.Any(binding => BindingTypes.Contains(binding.Type, StringComparer.OrdinalIgnoreCase)))
            ? engine.StartAsync()
            : Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // The worker did not start, say: the task hub is closed next.
    public async ValueTask DisposeAsync()
    {
        if (_opening is not null)
        {
            await _opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
