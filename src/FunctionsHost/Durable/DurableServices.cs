using System.Security.Cryptography;
using FunctionsHost.Durable.Client;
using FunctionsHost.Durable.Engine;
using FunctionsHost.Durable.Storage;
using FunctionsHost.Keys;
using FunctionsHost.Management;
using FunctionsHost.Worker;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace FunctionsHost.Durable;

/// <summary>The durable functions of the host: what they register and where they listen.</summary>
internal static class DurableServices
{
    private const int SecretBytes = 16;

    public static void Add(IServiceCollection services)
    {
        // The engine and the stores tell every step of every instance.
        services.AddLogging(logging => logging.AddFilter("DurableTask", LogLevel.Warning));
        services.AddSingleton(provider => Options(provider.GetRequiredService<HostSettings>(), provider.GetRequiredService<HostConfiguration>()));
        services.AddSingleton(provider => TaskHubFactory.Create(
            provider.GetRequiredService<HostSettings>(),
            provider.GetRequiredService<HostConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILoggerFactory>()));
        AddEngine(services);
        services.AddHostedService<DurableEngineService>();
        services.AddSingleton(provider => new ManagementAddresses(provider.GetRequiredService<HostSettings>().TaskHub, provider.GetRequiredService<KeyRing>().SystemKey));
        services.AddSingleton<IInputBindingSource, DurableClientBinding>();
        services.AddSingleton<LifecycleCalls>();
        services.AddSingleton<QueryCalls>();
        services.AddSingleton<StartCalls>();
        services.AddSingleton<PurgeCalls>();
    }

    /// <summary>The engine and its clients; options, storage, worker and clock are registered elsewhere.</summary>
    public static void AddEngine(IServiceCollection services)
    {
        services.AddSingleton<DrainState>();
        services.AddSingleton<DurableFunctions>();
        services.AddSingleton<CachedOrchestrations>();
        services.AddSingleton<OrchestratorTurns>();
        services.AddSingleton<ActivityCalls>();
        services.AddHttpClient(HttpActivity.Name).RemoveAllLoggers();
        services.AddSingleton<HttpActivity>();
        services.AddSingleton<DurableEngine>();
        services.AddSingleton<InstanceClient>();
        services.AddGrpc().AddServiceOptions<TaskHubService>(service =>
        {
            // Inputs and outputs are as large as the store takes them.
            service.MaxReceiveMessageSize = null;
            service.MaxSendMessageSize = null;
            service.Interceptors.Add<TaskHubGuard>();
            service.Interceptors.Add<TaskHubErrors>();
        });
        services.AddSingleton<TaskHubGuard>();
        services.AddSingleton<TaskHubErrors>();
        services.AddSingleton<TaskHubService>();
    }

    public static void MapGrpc(IEndpointRouteBuilder internalEndpoints) => internalEndpoints.MapGrpcService<TaskHubService>();

    public static void MapManagement(IEndpointRouteBuilder publicEndpoints) => ManagementEndpoints.Map(publicEndpoints);

    private static DurableOptions Options(HostSettings settings, HostConfiguration configuration)
    {
        var defaults = new DurableOptions { TaskHub = settings.TaskHub, SecretTaskHub = $"{settings.TaskHub}-{RandomNumberGenerator.GetHexString(SecretBytes * 2, lowercase: true)}" };
        var idle = settings.ExtendedSessionIdleTimeout ?? defaults.CacheIdleTimeout;
        return defaults with
        {
            ReadOnly = settings.ReadOnly,
            CacheOrchestrations = (settings.ExtendedSessionsEnabled ?? true) && idle > TimeSpan.Zero,
            CacheIdleTimeout = idle,
            StoreInputs = bool.TryParse(configuration.HostJson["extensions:durableTask:storeInputsInOrchestrationHistory"], out var store) && store,
            HttpPollInterval = int.TryParse(configuration.HostJson["extensions:durableTask:httpSettings:defaultAsyncRequestSleepTimeMilliseconds"], out var milliseconds)
                ? TimeSpan.FromMilliseconds(milliseconds)
                : defaults.HttpPollInterval,
        };
    }
}
