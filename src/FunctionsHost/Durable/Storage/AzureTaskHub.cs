using DurableTask.AzureStorage;
using DurableTask.Core.History;
using DurableTask.Core.Query;

namespace FunctionsHost.Durable.Storage;

/// <summary>A task hub in an Azure Storage account, shared by any number of hosts.</summary>
internal sealed class AzureTaskHub(AzureStorageOrchestrationServiceSettings settings) : TaskHub, IDisposable
{
    private const int PurgePage = 100;

    private static readonly TimeSpan FirstPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LastPoll = TimeSpan.FromSeconds(1);

    private readonly AzureStorageOrchestrationService _service = new(settings);

    public override IOrchestrationService Service => _service;

    public override IOrchestrationServiceClient Client => _service;

    public override IOrchestrationServiceQueryClient Queries => _service;

    private IOrchestrationServicePurgeClient Purges => _service;

    public void Dispose() => _service.Dispose();

    public override Task RewindAsync(string instanceId, string? reason) => _service.RewindTaskOrchestrationAsync(instanceId, reason);

    public override async Task<IReadOnlyList<HistoryEvent>> GetHistoryAsync(string instanceId, CancellationToken cancellationToken)
        => HistoryJson.Read(await _service.GetOrchestrationHistoryAsync(instanceId, null).WaitAsync(cancellationToken).ConfigureAwait(false));

    public override async Task<OrchestrationState> WaitForStartAsync(string instanceId, CancellationToken cancellationToken)
    {
        // Nothing tells what happens on another host.
        for (var delay = FirstPoll; ; delay = delay * 2 < LastPoll ? delay * 2 : LastPoll)
        {
            var found = await _service.GetOrchestrationStateAsync(instanceId, executionId: null).ConfigureAwait(false);
            if (found is { OrchestrationStatus: not OrchestrationStatus.Pending })
            {
                return found;
            }

            await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
        }
    }

    public override async Task<PurgeResult> PurgeAsync(string instanceId, bool recursive)
    {
        var deleted = 0;
        if (recursive)
        {
            foreach (var child in await GetChildrenAsync(instanceId, onlyOpen: false, CancellationToken.None).ConfigureAwait(false))
            {
                deleted += (await PurgeAsync(child, recursive).ConfigureAwait(false)).DeletedInstanceCount;
            }
        }

        return new PurgeResult(deleted + (await Purges.PurgeInstanceStateAsync(instanceId).ConfigureAwait(false)).DeletedInstanceCount, isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAsync(PurgeInstanceFilter filter, bool recursive)
    {
        // The store takes no statuses for none.
        OrchestrationStatus[] over = [OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated, OrchestrationStatus.Canceled];
        OrchestrationStatus[] statuses = [.. (filter.RuntimeStatus ?? over).Intersect(over)];
        if (statuses.Length == 0)
        {
            return new PurgeResult(0, isComplete: true);
        }

        if (!recursive)
        {
            return await Purges.PurgeInstanceStateAsync(new PurgeInstanceFilter(filter.CreatedTimeFrom, filter.CreatedTimeTo, statuses) { Timeout = filter.Timeout }).ConfigureAwait(false);
        }

        var query = new OrchestrationQuery { CreatedTimeFrom = filter.CreatedTimeFrom, CreatedTimeTo = filter.CreatedTimeTo, RuntimeStatus = statuses, PageSize = PurgePage, ExcludeEntities = true };
        var found = new List<string>();
        do
        {
            var page = await _service.GetOrchestrationWithQueryAsync(query, CancellationToken.None).ConfigureAwait(false);
            found.AddRange(page.OrchestrationState.Select(static state => state.OrchestrationInstance.InstanceId));
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is { Length: > 0 });

        var deleted = 0;
        foreach (var instanceId in found)
        {
            deleted += (await PurgeAsync(instanceId, recursive).ConfigureAwait(false)).DeletedInstanceCount;
        }

        return new PurgeResult(deleted, isComplete: true);
    }
}
