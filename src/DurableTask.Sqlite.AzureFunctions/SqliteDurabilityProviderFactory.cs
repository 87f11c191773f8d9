using DurableTask.Sqlite.AzureFunctions;
using Microsoft.Azure.WebJobs;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Azure.WebJobs.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

[assembly: WebJobsStartup(typeof(SqliteDurabilityStartup))]

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>host.json's <c>extensions.durableTask.storageProvider</c> with the type <c>sqlite</c>.</summary>
internal sealed class SqliteDurabilityOptions
{
    /// <summary>The folder of the task hubs' files, one for each hub. Relative to the app's folder, which is the default. It must exist or be creatable.</summary>
    [JsonProperty("folder")]
    public string Folder { get; set; } = "";

    /// <summary>What a commit waits for: <c>Full</c>, the default, or <c>Normal</c>.</summary>
    [JsonProperty("synchronous")]
    public SqliteSynchronous Synchronous { get; set; } = SqliteSynchronous.Full;
}

/// <summary>Has the Functions host find the provider: it looks for this attribute's type in the extensions that the app brings.</summary>
public sealed class SqliteDurabilityStartup : IWebJobsStartup
{
    /// <inheritdoc/>
    public void Configure(IWebJobsBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSingleton<IDurabilityProviderFactory, SqliteDurabilityProviderFactory>();
    }
}

/// <summary>Opens a task hub when the extension first asks for it, and gives the same one from then on: a file is opened once.</summary>
internal sealed class SqliteDurabilityProviderFactory(
    IOptions<DurableTaskOptions> extension,
    IConfiguration configuration,
    ILoggerFactory loggers) : IDurabilityProviderFactory, IAsyncDisposable, IDisposable
{
    private const int DefaultConcurrency = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (SqliteDurabilityProvider Provider, SqliteOrchestrationService Service)> _open = new(StringComparer.OrdinalIgnoreCase);
    private readonly SqliteDurabilityOptions _options = Read(extension.Value.StorageProvider);

    public string Name => SqliteDurabilityProvider.ProviderName;

    public DurabilityProvider GetDurabilityProvider() => Get(extension.Value.HubName);

    public DurabilityProvider GetDurabilityProvider(DurableClientAttribute attribute) => Get(attribute.TaskHub is { Length: > 0 } hub ? hub : extension.Value.HubName);

    public DurabilityProvider GetDurabilityProvider(DurableClientAttribute attribute, Microsoft.Azure.WebJobs.Host.Scale.TriggerMetadata triggerMetadata)
        => GetDurabilityProvider(attribute);

    /// <summary>Has no effect: this provider has no entities.</summary>
    public void SetUseSeparateQueueForEntityWorkItems(bool newValue)
    {
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, service) in Take())
        {
            await service.DisposeAsync().ConfigureAwait(false);
        }
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static SqliteDurabilityOptions Read(IDictionary<string, object> settings) => JObject.FromObject(settings).ToObject<SqliteDurabilityOptions>()!;

    private SqliteDurabilityProvider Get(string hub)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(hub, out var found))
            {
                return found.Provider;
            }

            var service = new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions
            {
                DatabasePath = Path.Combine(Folder(), $"{hub}.taskhub.db"),
                Synchronous = _options.Synchronous,
                MaxConcurrentActivities = extension.Value.MaxConcurrentActivityFunctions ?? DefaultConcurrency,
                MaxConcurrentOrchestrations = extension.Value.MaxConcurrentOrchestratorFunctions ?? DefaultConcurrency,
                LoggerFactory = loggers,
            });
            var provider = new SqliteDurabilityProvider(service, _options);
            _open.Add(hub, (provider, service));
            return provider;
        }
    }

    // The folder of host.json, as the Functions host tells it.
    private string Folder() => Path.Combine(
        configuration["AzureWebJobsScriptRoot"] is { Length: > 0 } root ? Path.GetFullPath(root) : Directory.GetCurrentDirectory(),
        _options.Folder);

    private (SqliteDurabilityProvider Provider, SqliteOrchestrationService Service)[] Take()
    {
        lock (_lock)
        {
            var taken = _open.Values.ToArray();
            _open.Clear();
            return taken;
        }
    }
}
