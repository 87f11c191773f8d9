using System.Collections.Immutable;
using System.Globalization;
using EmbeddedFunctions.DurableTask.History;
using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Engine.Client;

/// <summary>Looking at instances, waiting for them, and purging them.</summary>
internal sealed partial class EngineClient
{
    // So that one purge of many does not hold up everybody else's commits.
    private const int PurgedPerCommit = 100;

    public override Task<OrchestrationMetadata?> GetInstancesAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        cancellation.ThrowIfCancellationRequested();
        InstanceRecord? record = engine.Store.Find(instanceId, getInputsAndOutputs);
        return Task.FromResult(record is null ? null : this.Metadata(record, getInputsAndOutputs));
    }

    public override Task<OrchestrationMetadata> WaitForInstanceStartAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        this.WaitAsync(instanceId, getInputsAndOutputs, r => r.Status != OrchestrationRuntimeStatus.Pending, cancellation);

    public override Task<OrchestrationMetadata> WaitForInstanceCompletionAsync(
        string instanceId, bool getInputsAndOutputs = false, CancellationToken cancellation = default) =>
        this.WaitAsync(instanceId, getInputsAndOutputs, r => r.IsOver, cancellation);

    public override AsyncPageable<OrchestrationMetadata> GetAllInstancesAsync(OrchestrationQuery? filter = null)
    {
        bool payloads = filter?.FetchInputsAndOutputs ?? false;
        var query = new InstanceFilter
        {
            CreatedFrom = filter?.CreatedFrom?.UtcDateTime,
            CreatedTo = filter?.CreatedTo?.UtcDateTime,
            Statuses = filter?.Statuses?.ToArray() is { Length: > 0 } statuses ? statuses : null,
            InstanceIdPrefix = filter?.InstanceIdPrefix,
            WithPayloads = payloads,
        };
        return Pageable.Create<OrchestrationMetadata>((token, size, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            int limit = size ?? filter?.PageSize ?? OrchestrationQuery.DefaultPageSize;
            (IReadOnlyList<InstanceRecord> records, string? next) = this.Page(query, token ?? filter?.ContinuationToken, limit);
            return Task.FromResult(new Page<OrchestrationMetadata>([.. records.Select(r => this.Metadata(r, payloads))], next));
        });
    }

    public override Task<Page<string>> ListInstanceIdsAsync(
        IEnumerable<OrchestrationRuntimeStatus>? runtimeStatus = null,
        DateTimeOffset? completedTimeFrom = default,
        DateTimeOffset? completedTimeTo = default,
        int pageSize = OrchestrationQuery.DefaultPageSize,
        string? lastInstanceKey = null,
        CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var query = new InstanceFilter
        {
            CompletedFrom = completedTimeFrom?.UtcDateTime,
            CompletedTo = completedTimeTo?.UtcDateTime,
            Statuses = runtimeStatus?.ToArray() is { Length: > 0 } statuses
                ? statuses
                : [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated],
        };
        (IReadOnlyList<InstanceRecord> records, string? next) = this.Page(query, lastInstanceKey, pageSize);
        return Task.FromResult(new Page<string>([.. records.Select(r => r.InstanceId)], next));
    }

    public override async Task<PurgeResult> PurgeInstanceAsync(
        string instanceId, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        IReadOnlyList<string> ids = options?.Recursive == true ? this.Tree([instanceId]) : [instanceId];
        return new PurgeResult(await this.PurgeAsync(ids, cancellation).ConfigureAwait(false), isComplete: true);
    }

    public override async Task<PurgeResult> PurgeAllInstancesAsync(
        PurgeInstancesFilter filter, PurgeInstanceOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        OrchestrationRuntimeStatus[] statuses = filter.Statuses?.ToArray() is { Length: > 0 } asked
            ? [.. asked.Except(Unfinished)]
            : [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];
        var query = new InstanceFilter
        {
            CreatedFrom = filter.CreatedFrom?.UtcDateTime,
            CreatedTo = filter.CreatedTo?.UtcDateTime,
            Statuses = statuses,
            Limit = PurgedPerCommit,
        };
        DateTime? deadline = filter.Timeout is { } timeout ? engine.Now + timeout : null;
        int purged = 0;
        long after = 0;
        while (true)
        {
            IReadOnlyList<InstanceRecord> page = engine.Store.List(query with { AfterKey = after });
            string[] ids = [.. page.Select(r => r.InstanceId)];
            purged += await this.PurgeAsync(options?.Recursive == true ? this.Tree(ids) : ids, cancellation).ConfigureAwait(false);
            if (page.Count < PurgedPerCommit)
            {
                return new PurgeResult(purged, isComplete: true);
            }

            if (engine.Now >= deadline)
            {
                return new PurgeResult(purged, isComplete: false);
            }

            after = page[^1].Key;
        }
    }

    private async Task<int> PurgeAsync(IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        int purged = 0;
        foreach (string[] part in ids.Chunk(PurgedPerCommit))
        {
            PurgeWrite[] writes = [.. part.Select(id => new PurgeWrite(id))];
            await engine.SubmitAsync(writes, cancellation).ConfigureAwait(false);
            purged += writes.Count(w => w.Purged);
            foreach (PurgeWrite write in writes.Where(w => w.Purged))
            {
                engine.Waiters.Changed(write.InstanceId);
            }
        }

        return purged;
    }

    /// <summary>The given instances and all that they have started, and so on.</summary>
    private List<string> Tree(IReadOnlyList<string> roots)
    {
        var all = new List<string>(roots);
        for (int i = 0; i < all.Count; i++)
        {
            all.AddRange(engine.Store.Children(all[i]));
        }

        return all;
    }

    private (IReadOnlyList<InstanceRecord> Records, string? Next) Page(InstanceFilter query, string? token, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        long after = 0;
        if (token is not null && !long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out after))
        {
            throw new ArgumentException($"'{token}' is no continuation token of this task hub. Pass on what the page before gave, unchanged.");
        }

        // One more than asked tells whether there is another page.
        IReadOnlyList<InstanceRecord> records = engine.Store.List(query with { AfterKey = after, Limit = limit + 1 });
        return records.Count <= limit
            ? (records, null)
            : ([.. records.Take(limit)], records[limit - 1].Key.ToString(CultureInfo.InvariantCulture));
    }

    private async Task<OrchestrationMetadata> WaitAsync(
        string instanceId, bool payloads, Func<InstanceRecord, bool> reached, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(instanceId);
        bool seen = false;
        while (true)
        {
            Task change = engine.Waiters.NextChange(instanceId);
            InstanceRecord? record = engine.Store.Find(instanceId, payloads);
            if (record is not null && reached(record))
            {
                // Nothing may ever change again: whoever else waits looks once more, and nothing is kept for nobody.
                engine.Waiters.Changed(instanceId);
                return this.Metadata(record, payloads);
            }

            if (record is null && seen)
            {
                throw new InvalidOperationException($"Instance '{instanceId}' was purged while it was waited for.");
            }

            // One that is not there yet may still come: a sub-orchestration, or a start from elsewhere.
            seen |= record is not null;
            await change.WaitAsync(cancellation).ConfigureAwait(false);
        }
    }

    private OrchestrationMetadata Metadata(InstanceRecord record, bool payloads) => new(record.Name, record.InstanceId)
    {
        RuntimeStatus = record.Status,
        CreatedAt = record.CreatedAt,
        LastUpdatedAt = record.UpdatedAt,
        SerializedInput = payloads ? record.Input : null,
        SerializedOutput = payloads ? record.Output : null,
        SerializedCustomStatus = record.CustomStatus,
        FailureDetails = payloads ? HistoryReader.DecodeFailure(record.Failure) : null,
        DataConverter = payloads ? this.Converter : null,
        ParentInstanceId = record.Parent?.InstanceId,
        Tags = record.Tags ?? ImmutableDictionary<string, string>.Empty,
    };
}
