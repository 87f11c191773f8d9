using System.Reflection;
using DurableTask.Sqlite.AzureFunctions;
using FunctionsHost.Worker;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Host.Config;
using Microsoft.Azure.WebJobs.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

// The interface by which Microsoft's host tells extensions their address is marked as not meant for others: this takes that host's place.
#pragma warning disable CS0618

namespace FunctionsHost.Reference.Tests.Hosts;

/// <summary>
/// Microsoft's Durable extension as it runs in its own host, on a task hub in a SQLite file: the measure for FunctionsHost. A WebJobs host
/// takes the place of the Functions host; the worker is reached through a channel of FunctionsHost.
/// </summary>
internal sealed class ReferenceHost : IAsyncDisposable
{
    public const string TaskHub = "Reference";

    private readonly IHost _host;

    private ReferenceHost(IHost host, string clientBinding)
    {
        _host = host;
        ClientBinding = clientBinding;
    }

    /// <summary>The text that a function with a durable client gets.</summary>
    public string ClientBinding { get; }

    /// <param name="worker">Where the functions run.</param>
    /// <param name="folder">The task hub's folder.</param>
    /// <param name="address">The address that the host believes to have: nothing listens there.</param>
    public static async Task<ReferenceHost> StartAsync(IFunctionInvoker worker, string folder, Uri address)
    {
        // With it the extension takes the machine for one of Azure's, and writes every event to the console.
        Environment.SetEnvironmentVariable("CONTAINER_NAME", null);
        const string Section = "AzureWebJobs:extensions:durableTask";
        var host = new HostBuilder()
            .ConfigureAppConfiguration(configuration => configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["FUNCTIONS_WORKER_RUNTIME"] = "dotnet-isolated",
                ["AzureWebJobsScriptRoot"] = folder,
                [$"{Section}:hubName"] = TaskHub,
                [$"{Section}:storeInputsInOrchestrationHistory"] = "true",
                [$"{Section}:storageProvider:type"] = "sqlite",
                [$"{Section}:storageProvider:synchronous"] = "Normal",
            }))
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureWebJobs(jobs =>
            {
                jobs.AddDurableTask();
                StorageStartup().Configure(jobs);
            })
            .ConfigureServices(services => services
                .AddSingleton<ITypeLocator>(new Types(WorkerFunctions.Define(worker), typeof(WorkerFunctions)))
                .AddSingleton<IWebHookProvider>(new WebHooks(new Uri(address, "runtime/webhooks/durabletask"))))
            .Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<IJobHost>().CallAsync(nameof(WorkerFunctions.TakeClient), new Dictionary<string, object>());
        return new ReferenceHost(host, await WorkerFunctions.ClientBinding);
    }

    /// <summary>A handler that has the extension answer management calls, without a network between.</summary>
    public HttpMessageHandler CreateHandler()
        => new ExtensionHandler(_host.Services.GetServices<IExtensionConfigProvider>().OfType<IAsyncConverter<HttpRequestMessage, HttpResponseMessage>>().Single());

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    // As the Functions host finds it: by the attribute of an assembly that the app brings.
    private static IWebJobsStartup StorageStartup()
        => (IWebJobsStartup)Activator.CreateInstance(typeof(SqliteDurabilityStartup).Assembly.GetCustomAttribute<WebJobsStartupAttribute>()!.WebJobsStartupType)!;

    private sealed class Types(params Type[] types) : ITypeLocator
    {
        public IReadOnlyList<Type> GetTypes() => types;
    }

    private sealed class WebHooks(Uri address) : IWebHookProvider
    {
        public Uri GetUrl(IExtensionConfigProvider extension) => address;
    }

    private sealed class ExtensionHandler(IAsyncConverter<HttpRequestMessage, HttpResponseMessage> extension) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => extension.ConvertAsync(request, cancellationToken);
    }
}
