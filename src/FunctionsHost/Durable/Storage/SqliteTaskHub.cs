using DurableTask.Core.History;
using DurableTask.Core.Query;
using DurableTask.Sqlite;

namespace FunctionsHost.Durable.Storage;

/// <summary>A task hub in one file, for one host.</summary>
internal sealed class SqliteTaskHub(SqliteOrchestrationServiceOptions options) : TaskHub, IAsyncDisposable
{
    private readonly SqliteOrchestrationService _service = new(options);
    private string? _temporaryFolder;

    /// <summary>A task hub that is only read; one that is not there is an empty one.</summary>
    public static SqliteTaskHub OpenReadOnly(SqliteOrchestrationServiceOptions options)
    {
        if (new FileInfo(options.DatabasePath) is { Exists: true, Length: > 0 })
        {
            options.ReadOnly = true;
            return new SqliteTaskHub(options);
        }

        var folder = Directory.CreateTempSubdirectory("task-hub-").FullName;
        options.DatabasePath = Path.Combine(folder, "empty.db");
        return new SqliteTaskHub(options) { _temporaryFolder = folder };
    }

    public override IOrchestrationService Service => _service;

    public override IOrchestrationServiceClient Client => _service;

    public override IOrchestrationServiceQueryClient Queries => _service;

    public override string? Problem => _service.WriteFailure?.Message;

    public override Task RewindAsync(string instanceId, string? reason) => _service.RewindTaskOrchestrationAsync(instanceId, reason);

    public override Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken)
        => _service.GetHistoryEventsAsync(instanceId).WaitAsync(cancellationToken);

    public override Task<OrchestrationState> WaitForStartAsync(string instanceId, CancellationToken cancellationToken)
        => _service.WaitForOrchestrationStartAsync(instanceId, Timeout.InfiniteTimeSpan, cancellationToken);

    public override Task<PurgeResult> PurgeAsync(string instanceId, bool recursive) => _service.PurgeInstanceStateAsync(instanceId, recursive);

    public override Task<PurgeResult> PurgeAsync(PurgeInstanceFilter filter, bool recursive) => _service.PurgeInstanceStateAsync(filter, recursive);

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync().ConfigureAwait(false);
        if (_temporaryFolder is not null)
        {
            Directory.Delete(_temporaryFolder, recursive: true);
        }
    }
}
