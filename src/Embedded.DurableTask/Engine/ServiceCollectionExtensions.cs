using EmbeddedFunctions.DurableTask.Engine;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace EmbeddedFunctions.DurableTask;

/// <summary>Registers the embedded engine.</summary>
public static class EmbeddedDurableTaskServiceCollectionExtensions
{
    /// <summary>Adds a <see cref="DurableTaskEngine"/> and its <see cref="DurableTaskClient"/> as singletons. Whoever hosts them starts and stops the engine.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="registry">The orchestrators and activities.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddEmbeddedDurableTask(
        this IServiceCollection services, DurableTaskRegistry registry, Action<DurableTaskEngineOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(registry);
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider =>
        {
            var options = new DurableTaskEngineOptions();
            configure?.Invoke(options);
            return new DurableTaskEngine(
                registry,
                options,
                provider,
                provider.GetRequiredService<TimeProvider>(),
                provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance);
        });
        services.TryAddSingleton(provider => provider.GetRequiredService<DurableTaskEngine>().Client);
        return services;
    }
}
