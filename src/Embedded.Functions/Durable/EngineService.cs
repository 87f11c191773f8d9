using EmbeddedFunctions.DurableTask;
using Microsoft.Extensions.Hosting;

namespace EmbeddedFunctions.Durable;

/// <summary>Starts and stops the engine with the host.</summary>
internal sealed class EngineService(DurableTaskEngine engine) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => engine.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => engine.StopAsync(cancellationToken);
}
