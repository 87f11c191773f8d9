using FunctionsHost.Worker;

namespace FunctionsHost;

/// <summary>Where a host keeps its task hub.</summary>
public enum FunctionsHostStorage
{
    /// <summary>One SQLite file in the data folder.</summary>
    Sqlite,

    /// <summary>Azure Storage, as the setting <c>AzureWebJobsStorage</c> says.</summary>
    Azure,
}

/// <summary>What a host is told in code. host.json, local.settings.json and the environment say the rest.</summary>
public sealed class FunctionsHostOptions
{
    /// <summary>The address that the host binds to unless told otherwise.</summary>
    public const string DefaultBindAddress = "127.0.0.1";

    /// <summary>The port that the host binds to unless told otherwise.</summary>
    public const int DefaultPort = 7071;

    /// <summary>The folder for state unless told otherwise.</summary>
    public const string DefaultDataDirectory = ".functionshost";

    /// <summary>The folder of a built .NET isolated worker: the one with <c>worker.config.json</c> and <c>host.json</c>.</summary>
    public required string AppDirectory { get; set; }

    /// <summary>The port; 0 for any that is free. <value><c>Host.LocalHttpPort</c> of local.settings.json, then 7071, unless set.</value></summary>
    public int? Port { get; set; }

    /// <summary>The IP address to bind to. Anything but loopback needs keys. <value><c>FunctionsHost:BindAddress</c>, then 127.0.0.1, unless set.</value></summary>
    public string? BindAddress { get; set; }

    /// <summary>Where state is kept. <value><c>FunctionsHost:DataDirectory</c>, then <c>.functionshost</c> under the current folder, unless set.</value></summary>
    public string? DataDirectory { get; set; }

    /// <summary>Where the task hub is kept. <value><c>FunctionsHost:Storage</c>, then SQLite, unless set.</value></summary>
    public FunctionsHostStorage? Storage { get; set; }

    /// <summary>
    /// Whether the host only answers: it takes no orchestrations, activities and timers, refuses what would change something, and writes
    /// nothing into its folder, beside another host that runs there. A task hub that is not there is an empty one. <value>Not unless set.</value>
    /// </summary>
    public bool ReadOnly { get; set; }

    /// <summary>local.settings.json. <value>The one in the app's folder, if there is one, unless set.</value></summary>
    public string? LocalSettingsFile { get; set; }

    /// <summary>App settings. They go over the environment and local.settings.json, for the host, and for the worker as environment variables.</summary>
    public IDictionary<string, string> Settings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>App settings for what nothing else sets: they go under local.settings.json and the environment.</summary>
    public IDictionary<string, string> DefaultSettings { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Host names, beside the bound ones, that requests may be addressed to. <value><c>FunctionsHost:AllowedHosts</c> (separated by <c>;</c>) unless set.</value></summary>
    public IReadOnlyList<string>? AllowedHosts { get; set; }

    /// <summary>The clock of timers, orchestrations and limits. <value>The system's unless set.</value></summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>How long a worker may take to load its functions. <value>60 seconds unless set.</value></summary>
    public TimeSpan WorkerStartTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Adds log providers; host.json's <c>logging</c> section sets the levels. <value>Nothing is logged unless set.</value></summary>
    public Action<ILoggingBuilder>? ConfigureLogging { get; set; }

    /// <summary>Starts the worker. <value>The app's own process unless set.</value></summary>
    public IWorkerLauncher? WorkerLauncher { get; set; }
}
