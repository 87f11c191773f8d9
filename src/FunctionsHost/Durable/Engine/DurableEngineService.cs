using FunctionsHost.Worker;
using Microsoft.Extensions.Hosting;

namespace FunctionsHost.Durable.Engine;

/// <summary>Starts the engine once the worker is ready, and stops it before the worker ends. An app without durable functions has none.</summary>
internal sealed class DurableEngineService(DurableEngine engine, IFunctionInvoker invoker) : IHostedService
{
    private static readonly string[] BindingTypes = ["orchestrationTrigger", "activityTrigger", "durableClient"];

    public Task StartAsync(CancellationToken cancellationToken)
        => invoker.Functions.Any(function => function.Bindings.Any(binding => BindingTypes.Contains(binding.Type, StringComparer.OrdinalIgnoreCase)))
            ? engine.StartAsync()
            : Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
