using FunctionsHost.Durable.Storage;
using FunctionsHost.Worker;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Durable.Engine;

/// <summary>Starts the engine once the worker is ready, and stops it before the worker ends. An app without durable functions has none; a host that only reads takes no work.</summary>
internal sealed class DurableEngineService(DurableEngine engine, IFunctionInvoker invoker, TaskHub hub, DurableOptions options) : IHostedService
{
    private static readonly string[] BindingTypes = ["orchestrationTrigger", "activityTrigger", "entityTrigger", "durableClient"];

    public Task StartAsync(CancellationToken cancellationToken)
        => invoker.Functions.Any(function => function.Bindings.Any(binding => BindingTypes.Contains(binding.Type, StringComparer.OrdinalIgnoreCase)))
            ? options.ReadOnly ? hub.CheckAsync() : engine.StartAsync()
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
