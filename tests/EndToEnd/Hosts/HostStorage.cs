namespace CharacterFanOut.EndToEnd.Hosts;

/// <summary>Where a host's task hub lies.</summary>
/// <param name="Arguments">What <c>fanout serve</c> is told.</param>
/// <param name="Settings">The settings for it, with __ for a colon.</param>
internal sealed record HostStorage(string[] Arguments, (string Name, string Value)[] Settings)
{
    private const string DurableTask = "AzureFunctionsJobHost__extensions__durableTask__";

    /// <summary>A file in the host's own folder.</summary>
    public static HostStorage Sqlite { get; } = new([], []);

    /// <summary>Whether FANOUT_STORAGE puts the task hubs of all hosts on Azure Storage.</summary>
    public static bool IsAzureChosen => Environment.GetEnvironmentVariable("FANOUT_STORAGE") == "azure";

    /// <summary>What FANOUT_STORAGE says: a new task hub on Azurite, or else a file.</summary>
    public static async Task<HostStorage> ChosenAsync() => IsAzureChosen ? await NewOnAzuriteAsync() : Sqlite;

    /// <summary>A new task hub on Azurite, that hosts can share.</summary>
    public static async Task<HostStorage> NewOnAzuriteAsync() => new(
        ["--storage", "azure"],
        [
            ("AzureWebJobsStorage", await Azurite.ConnectionAsync()),
            (DurableTask + "hubName", "e2e" + Guid.NewGuid().ToString("N")[..20]),

            // What a host that is killed has taken off the queues comes back after this time.
            (DurableTask + "storageProvider__workItemQueueVisibilityTimeout", "00:00:10"),
            (DurableTask + "storageProvider__controlQueueVisibilityTimeout", "00:00:10"),

            // A queue that was empty for a while is looked at again so soon.
            (DurableTask + "storageProvider__maxQueuePollingInterval", "00:00:01"),
        ]);
}
