using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedFunctions.DurableTask.Testing;

/// <summary>An engine for tests: in process, in memory unless a file is named, on whatever clock the test wants.</summary>
public sealed class DurableTaskTestHost : IAsyncDisposable
{
    private readonly ServiceProvider? ownServices;

    private DurableTaskTestHost(DurableTaskEngine engine, ServiceProvider? ownServices)
    {
        this.Engine = engine;
        this.ownServices = ownServices;
    }

    /// <summary>The engine.</summary>
    public DurableTaskEngine Engine { get; }

    /// <summary>The engine's client.</summary>
    public DurableTaskClient Client => this.Engine.Client;

    /// <summary>Starts an engine.</summary>
    /// <param name="configure">Registers orchestrators and activities.</param>
    /// <param name="options">Sets the engine's options; by default it runs in memory with sessions on.</param>
    /// <param name="time">The clock; default: the system's. See <see cref="SkippingTimeProvider"/> for one that jumps over waits.</param>
    /// <param name="services">What tasks are created from; default: an empty provider.</param>
    public static async Task<DurableTaskTestHost> StartAsync(
        Action<DurableTaskRegistry> configure,
        Action<DurableTaskEngineOptions>? options = null,
        TimeProvider? time = null,
        IServiceProvider? services = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var registry = new DurableTaskRegistry();
        configure(registry);
        var chosen = new DurableTaskEngineOptions();
        options?.Invoke(chosen);
        ServiceProvider? own = services is null ? new ServiceCollection().BuildServiceProvider() : null;
        IServiceProvider provider = services ?? own!;
        var engine = new DurableTaskEngine(
            registry, chosen, provider, time ?? TimeProvider.System, provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        await engine.StartAsync().ConfigureAwait(false);
        (time as SkippingTimeProvider)?.Attach(engine);
        return new DurableTaskTestHost(engine, own);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await this.Engine.DisposeAsync().ConfigureAwait(false);
        if (this.ownServices is not null)
        {
            await this.ownServices.DisposeAsync().ConfigureAwait(false);
        }
    }
}
