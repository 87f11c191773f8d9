using System.Runtime.CompilerServices;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Core.Query;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>What the Durable extension asks of a storage provider, answered by a task hub in one SQLite file.</summary>
internal sealed class SqliteDurabilityProvider(SqliteOrchestrationService service, SqliteDurabilityOptions options)
    : DurabilityProvider(ProviderName, service, service, "")
{
    /// <summary>The type that host.json names.</summary>
    public const string ProviderName = "sqlite";

    public override bool GuaranteesOrderedDelivery => true;

    public override TimeSpan MaximumDelayTime { get; set; } = TimeSpan.MaxValue;

    public override string EventSourceName { get; set; } = "DurableTask-Sqlite";

    public override JObject ConfigurationJson => JObject.FromObject(options);

    public override async Task<IList<OrchestrationState>> GetOrchestrationStateWithInputsAsync(string instanceId, bool showInput = true)
    {
        var states = await service.GetOrchestrationStateAsync(instanceId, allExecutions: false).ConfigureAwait(false);
        foreach (var state in showInput ? [] : states)
        {
            state.Input = null;
        }

        return states;
    }

    public override async Task<IList<OrchestrationState>> GetAllOrchestrationStates(CancellationToken cancellationToken)
        => [.. (await service.GetOrchestrationWithQueryAsync(new OrchestrationQuery { PageSize = int.MaxValue }, cancellationToken).ConfigureAwait(false)).OrchestrationState];

    public override async Task<OrchestrationStatusQueryResult> GetOrchestrationStateWithPagination(OrchestrationStatusQueryCondition condition, CancellationToken cancellationToken)
    {
        var query = new OrchestrationQuery
        {
            RuntimeStatus = condition.RuntimeStatus?.Select(static status => (OrchestrationStatus)status).ToList(),
            CreatedTimeFrom = Given(condition.CreatedTimeFrom),
            CreatedTimeTo = Given(condition.CreatedTimeTo),
            InstanceIdPrefix = condition.InstanceIdPrefix,
            PageSize = condition.PageSize,
            ContinuationToken = condition.ContinuationToken,
            FetchInputsAndOutputs = true,
        };
        var page = await service.GetOrchestrationWithQueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new OrchestrationStatusQueryResult
        {
            DurableOrchestrationState = [.. page.OrchestrationState.Select(state => ToStatus(state, condition.ShowInput))],
            ContinuationToken = page.ContinuationToken,
        };
    }

    public override async Task<PurgeHistoryResult> PurgeInstanceHistoryByInstanceId(string instanceId)
        => new((await service.PurgeInstanceStateAsync(instanceId).ConfigureAwait(false)).DeletedInstanceCount);

    public override async Task<int> PurgeHistoryByFilters(DateTime createdTimeFrom, DateTime? createdTimeTo, IEnumerable<OrchestrationStatus> runtimeStatus)
        => (await service.PurgeInstanceStateAsync(new PurgeInstanceFilter(createdTimeFrom, createdTimeTo, runtimeStatus)).ConfigureAwait(false)).DeletedInstanceCount;

    public override Task RewindAsync(string instanceId, string reason) => service.RewindTaskOrchestrationAsync(instanceId, reason);

    public override Task<IAsyncEnumerable<HistoryEvent>> StreamOrchestrationHistoryAsync(string instanceId, CancellationToken cancellationToken)
        => Task.FromResult(ReadHistoryAsync(instanceId, cancellationToken));

    // The extension leaves times that were not asked for at their smallest.
    private static DateTime? Given(DateTime time) => time == default ? null : time;

    private static DurableOrchestrationStatus ToStatus(OrchestrationState state, bool showInput) => new()
    {
        Name = state.Name,
        Version = state.Version is { Length: > 0 } version ? version : null,
        InstanceId = state.OrchestrationInstance.InstanceId,
        ParentInstanceId = state.ParentInstance?.OrchestrationInstance?.InstanceId,
        RuntimeStatus = (OrchestrationRuntimeStatus)state.OrchestrationStatus,
        CreatedTime = state.CreatedTime,
        LastUpdatedTime = state.LastUpdatedTime,
        Input = ToJson(showInput ? state.Input : null),
        Output = ToJson(state.Output),
        CustomStatus = ToJson(state.Status),
    };

    private async IAsyncEnumerable<HistoryEvent> ReadHistoryAsync(string instanceId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var item in await service.GetHistoryEventsAsync(instanceId).WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    // An output that is no JSON, such as why an instance was terminated, is shown as text.
    private static JToken ToJson(string? text)
    {
        if (text is null)
        {
            return JValue.CreateNull();
        }

        try
        {
            using var reader = new JsonTextReader(new StringReader(text)) { DateParseHandling = DateParseHandling.None };
            return JToken.ReadFrom(reader);
        }
        catch (JsonReaderException)
        {
            return text;
        }
    }
}
