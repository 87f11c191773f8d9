using DurableTask.AzureStorage;
using DurableTask.Core;
using DurableTask.Sqlite;
using Microsoft.DurableTask.Testing.Sidecar;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>A task hub that takes part.</summary>
/// <param name="Name">Its name in the figures, and for a child process.</param>
/// <param name="Share">What share of the work it gets: a slow one is not kept at it for minutes.</param>
internal sealed record HubKind(string Name, double Share = 1)
{
    /// <summary>Ours, as it is unless told otherwise: every commit flushed.</summary>
    public static readonly HubKind Sqlite = new("sqlite");

    public static readonly HubKind SqliteNormal = new("sqlite, synchronous=NORMAL");

    public static readonly HubKind SqliteKept = new("sqlite, orchestrators kept");

    /// <summary>Microsoft's in-memory service for tests: nothing is durable.</summary>
    public static readonly HubKind Memory = new("in memory");

    public static readonly HubKind Azurite = new("azure storage, azurite", Share: 0.05);

    public static readonly IReadOnlyList<HubKind> All = [Sqlite, SqliteNormal, SqliteKept, Memory, Azurite];

    /// <summary>Opens it.</summary>
    /// <param name="place">The file, or the connection string.</param>
    public IOrchestrationService Open(string place) => this switch
    {
        _ when this == Memory => new InMemoryOrchestrationService(),
        _ when this == Azurite => new AzureStorageOrchestrationService(new AzureStorageOrchestrationServiceSettings
        {
            TaskHubName = $"hub{Guid.NewGuid():N}"[..12],
            StorageAccountClientProvider = new StorageAccountClientProvider(place),
        }),
        _ => new SqliteOrchestrationService(new SqliteOrchestrationServiceOptions
        {
            DatabasePath = place,
            Synchronous = this == SqliteNormal ? SqliteSynchronous.Normal : SqliteSynchronous.Full,
            KeepOrchestrators = this == SqliteKept,
        }),
    };
}
