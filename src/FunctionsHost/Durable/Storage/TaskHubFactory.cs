using Azure.Core;
using Azure.Identity;
using DurableTask.AzureStorage;
using DurableTask.Sqlite;

namespace FunctionsHost.Durable.Storage;

/// <summary>Opens the task hub where the settings say.</summary>
internal static class TaskHubFactory
{
    private const int DefaultConcurrency = 100;
    private const string DefaultConnection = "AzureWebJobsStorage";

    /// <exception cref="InvalidOperationException">A setting is wrong; the message says which.</exception>
    public static TaskHub Create(HostSettings settings, HostConfiguration configuration, TimeProvider time, ILoggerFactory loggers) => settings.Storage switch
    {
        FunctionsHostStorage.Azure => new AzureTaskHub(AzureSettings(settings, configuration, loggers)),
        _ when settings.ReadOnly => SqliteTaskHub.OpenReadOnly(SqliteOptions(settings, time, loggers)),
        _ => new SqliteTaskHub(SqliteOptions(settings, time, loggers)),
    };

    private static SqliteOrchestrationServiceOptions SqliteOptions(HostSettings settings, TimeProvider time, ILoggerFactory loggers) => new()
    {
        DatabasePath = Path.Combine(settings.DataDirectory, FileName(settings.TaskHub)),
        TimeProvider = time,
        MaxConcurrentActivities = settings.MaxConcurrentActivities ?? DefaultConcurrency,
        MaxConcurrentOrchestrations = settings.MaxConcurrentOrchestrators ?? DefaultConcurrency,
        // The worker keeps them.
        KeepOrchestrators = false,
        LoggerFactory = loggers,
    };

    private static string FileName(string taskHub)
        => string.Concat(taskHub.Select(static character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_')) + ".db";

    private static AzureStorageOrchestrationServiceSettings AzureSettings(HostSettings settings, HostConfiguration configuration, ILoggerFactory loggers)
    {
        var provider = configuration.HostJson.GetSection("extensions:durableTask:storageProvider");
        var azure = new AzureStorageOrchestrationServiceSettings
        {
            TaskHubName = settings.TaskHub,
            StorageAccountClientProvider = Account(configuration.Settings, provider["connectionName"] ?? provider["connectionStringName"] ?? DefaultConnection),
            MaxConcurrentTaskActivityWorkItems = settings.MaxConcurrentActivities ?? DefaultConcurrency,
            MaxConcurrentTaskOrchestrationWorkItems = settings.MaxConcurrentOrchestrators ?? DefaultConcurrency,
            ThrowExceptionOnInvalidDedupeStatus = true,
            // Hosts on one machine share a task hub too: the machine's name does not tell them apart.
            WorkerId = $"{Environment.MachineName}-{Guid.NewGuid():N}",
            AppName = settings.TaskHub,
            LoggerFactory = loggers,
        };
        azure.PartitionCount = Number(provider, "partitionCount", azure.PartitionCount);
        azure.ControlQueueBatchSize = Number(provider, "controlQueueBatchSize", azure.ControlQueueBatchSize);
        azure.ControlQueueBufferThreshold = Number(provider, "controlQueueBufferThreshold", DefaultConcurrency * 4);
        azure.ControlQueueVisibilityTimeout = Time(provider, "controlQueueVisibilityTimeout", azure.ControlQueueVisibilityTimeout);
        azure.WorkItemQueueVisibilityTimeout = Time(provider, "workItemQueueVisibilityTimeout", azure.WorkItemQueueVisibilityTimeout);
        azure.MaxQueuePollingInterval = Time(provider, "maxQueuePollingInterval", azure.MaxQueuePollingInterval);
        if (provider["trackingStoreNamePrefix"] is { Length: > 0 } prefix)
        {
            azure.TrackingStoreNamePrefix = prefix;
        }

        return azure;
    }

    // As the Functions host takes a connection: a connection string, or a section with an account's name or its addresses.
    private static StorageAccountClientProvider Account(IConfiguration settings, string name)
    {
        if (settings[name] is { Length: > 0 } connectionString)
        {
            return new StorageAccountClientProvider(connectionString);
        }

        var section = settings.GetSection(name);
        var credential = new Lazy<TokenCredential>(() => Credential(section));
        if (section["accountName"] is { Length: > 0 } account)
        {
            return new StorageAccountClientProvider(account, credential.Value);
        }

        return Address(section, "blobServiceUri") is { } blobs && Address(section, "queueServiceUri") is { } queues && Address(section, "tableServiceUri") is { } tables
            ? new StorageAccountClientProvider(blobs, queues, tables, credential.Value)
            : throw new InvalidOperationException(
                $"The setting {name} is missing, which says where the task hub is: give a connection string (UseDevelopmentStorage=true for Azurite), or {name}__accountName for an account with managed identity.");
    }

    private static DefaultAzureCredential Credential(IConfigurationSection section)
        => new(new DefaultAzureCredentialOptions { ManagedIdentityClientId = section["clientId"] });

    private static Uri? Address(IConfigurationSection section, string name) => Uri.TryCreate(section[name], UriKind.Absolute, out var address) ? address : null;

    private static int Number(IConfigurationSection section, string name, int otherwise) => section[name] switch
    {
        null or "" => otherwise,
        var text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number
            : throw Wrong(section, name, text, "a whole number from 1"),
    };

    private static TimeSpan Time(IConfigurationSection section, string name, TimeSpan otherwise) => section[name] switch
    {
        null or "" => otherwise,
        var text => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero
            ? time
            : throw Wrong(section, name, text, "a time span such as 00:01:00"),
    };

    private static InvalidOperationException Wrong(IConfigurationSection section, string name, string text, string expected)
        => new($"'{section.Path}:{name}' in host.json is '{text}': it must be {expected}.");
}
