using System.Globalization;
using DurableTask.Core.Query;
using Newtonsoft.Json;

namespace DurableTask.Sqlite;

/// <content>Looking at instances, and deleting them.</content>
public sealed partial class SqliteOrchestrationService
{
    private const int PurgedPerCommit = 256;

    /// <summary>The state of an instance, as a list of one, or an empty list if there is none. Only the current execution is kept.</summary>
    public async Task<IList<OrchestrationState>> GetOrchestrationStateAsync(string instanceId, bool allExecutions) =>
        await this.FindAsync(instanceId, null).ConfigureAwait(false) is { } state ? [state] : [];

    /// <summary>The state of an instance; null if there is none, or none with that execution.</summary>
    /// <param name="executionId">The execution that is meant; null or empty for whichever there is. The one that it was started with also means those that follow it.</param>
    public async Task<OrchestrationState> GetOrchestrationStateAsync(string instanceId, string? executionId) =>
        (await this.FindAsync(instanceId, executionId).ConfigureAwait(false))!;

    /// <summary>The history of an instance's current execution as a JSON array of the framework's events; an empty array if there is none.</summary>
    public async Task<string> GetOrchestrationHistoryAsync(string instanceId, string? executionId) =>
        JsonConvert.SerializeObject(await this.ReadHistoryAsync(instanceId, executionId).ConfigureAwait(false));

    /// <summary>The history of an instance's current execution, oldest event first; empty if there is none, or it has not started.</summary>
    public Task<IReadOnlyList<HistoryEvent>> GetHistoryEventsAsync(string instanceId) => this.ReadHistoryAsync(instanceId, null);

    /// <summary>
    /// Lists instances in the order in which they were created, a page at a time. Instances that are created meanwhile appear on later
    /// pages; none is skipped or repeated.
    /// </summary>
    /// <exception cref="ArgumentException">The continuation token is none of this service's.</exception>
    public async Task<OrchestrationQueryResult> GetOrchestrationWithQueryAsync(OrchestrationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        int pageSize = query.PageSize <= 0 ? 100 : query.PageSize;
        long after = 0;
        if (!string.IsNullOrEmpty(query.ContinuationToken) && !long.TryParse(query.ContinuationToken, CultureInfo.InvariantCulture, out after))
        {
            throw new ArgumentException("The continuation token is not one of this task hub.", nameof(query));
        }

        var filter = new InstanceFilter
        {
            AfterKey = after,
            Statuses = query.RuntimeStatus is { Count: > 0 } statuses ? [.. statuses] : null,
            CreatedFrom = Utc(query.CreatedTimeFrom),
            CreatedTo = Utc(query.CreatedTimeTo),
            InstanceIdPrefix = string.IsNullOrEmpty(query.InstanceIdPrefix) ? null : query.InstanceIdPrefix,
            WithPayloads = query.FetchInputsAndOutputs,
            Limit = pageSize == int.MaxValue ? pageSize : pageSize + 1,
        };
        List<InstanceRecord> page = await this.ReadAsync(connection => TaskHubReader.List(connection, filter), cancellationToken).ConfigureAwait(false);
        string? next = null;
        if (page.Count > pageSize)
        {
            page.RemoveAt(pageSize);
            next = page[^1].Key.ToString(CultureInfo.InvariantCulture);
        }

        return new OrchestrationQueryResult([.. page.Select(record => record.State)], next);
    }

    /// <summary>Deletes an instance and its history, whatever its status.</summary>
    public Task<PurgeResult> PurgeInstanceStateAsync(string instanceId) => this.PurgeInstanceStateAsync(instanceId, recursive: false);

    /// <summary>Deletes an instance and its history, whatever its status, and if asked to those of its sub-orchestrations, and theirs.</summary>
    public async Task<PurgeResult> PurgeInstanceStateAsync(string instanceId, bool recursive)
    {
        TaskHub open = this.Open();
        List<(long Key, string InstanceId)> found = await this.ReadAsync(connection => TaskHubReader.Family(connection, [instanceId], recursive)).ConfigureAwait(false);
        return new PurgeResult(await PurgeAsync(open, found).ConfigureAwait(false), isComplete: true);
    }

    /// <inheritdoc cref="PurgeInstanceStateAsync(PurgeInstanceFilter, bool)"/>
    public Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter) => this.PurgeInstanceStateAsync(purgeInstanceFilter, recursive: false);

    /// <summary>Deletes instances that have ended and that the filter names, and if asked to their sub-orchestrations. Instances that have not ended stay.</summary>
    /// <returns>How many were deleted, and whether all were, or the filter's time was over before.</returns>
    public Task<PurgeResult> PurgeInstanceStateAsync(PurgeInstanceFilter purgeInstanceFilter, bool recursive)
    {
        ArgumentNullException.ThrowIfNull(purgeInstanceFilter);
        return this.PurgeAsync(
            new InstanceFilter
            {
                Statuses = Ended(purgeInstanceFilter.RuntimeStatus),
                CreatedFrom = Utc(purgeInstanceFilter.CreatedTimeFrom),
                CreatedTo = Utc(purgeInstanceFilter.CreatedTimeTo),
            },
            purgeInstanceFilter.Timeout,
            recursive);
    }

    /// <summary>Deletes instances that have ended and that are older than a time.</summary>
    public Task PurgeOrchestrationHistoryAsync(DateTime thresholdDateTimeUtc, OrchestrationStateTimeRangeFilterType timeRangeFilterType)
    {
        var filter = new InstanceFilter { Statuses = Ended(null) };
        DateTime threshold = EventEncoder.Utc(thresholdDateTimeUtc);
        return this.PurgeAsync(
            timeRangeFilterType switch
            {
                OrchestrationStateTimeRangeFilterType.OrchestrationCreatedTimeFilter => filter with { CreatedTo = threshold },
                OrchestrationStateTimeRangeFilterType.OrchestrationCompletedTimeFilter => filter with { CompletedTo = threshold },
                OrchestrationStateTimeRangeFilterType.OrchestrationLastUpdatedTimeFilter => filter with { UpdatedTo = threshold },
                _ => throw new ArgumentOutOfRangeException(nameof(timeRangeFilterType), timeRangeFilterType, "An unknown kind of time."),
            },
            null,
            recursive: false);
    }

    private static OrchestrationStatus[] Ended(IEnumerable<OrchestrationStatus>? statuses)
    {
        OrchestrationStatus[] asked = [.. statuses ?? []];
        return [.. (asked.Length == 0 ? Enum.GetValues<OrchestrationStatus>() : asked).Where(Statuses.IsTerminal)];
    }

    private static async Task<int> PurgeAsync(TaskHub open, List<(long Key, string InstanceId)> instances)
    {
        int deleted = 0;
        foreach ((long Key, string InstanceId)[] part in instances.Chunk(PurgedPerCommit))
        {
            // One that another has replaced since it was found has another key.
            int before = deleted;
            await open.CommitAsync((writer, effects) =>
            {
                effects.Ended.AddRange(part.Where(instance => writer.Delete(instance.Key)));
                deleted = before + effects.Ended.Count;
            }).ConfigureAwait(false);
        }

        return deleted;
    }

    private async Task<PurgeResult> PurgeAsync(InstanceFilter filter, TimeSpan? timeout, bool recursive)
    {
        TaskHub open = this.Open();
        long started = TimeProvider.System.GetTimestamp();
        int deleted = 0;
        while (true)
        {
            if (timeout is TimeSpan limit && TimeProvider.System.GetElapsedTime(started) >= limit)
            {
                return new PurgeResult(deleted, isComplete: false);
            }

            (List<InstanceRecord> page, List<(long Key, string InstanceId)> found) = await this.ReadAsync(connection =>
            {
                List<InstanceRecord> page = TaskHubReader.List(connection, filter with { Limit = PurgedPerCommit });
                return (page, recursive
                    ? TaskHubReader.Family(connection, [.. page.Select(r => r.State.OrchestrationInstance.InstanceId)], recursive)
                    : [.. page.Select(r => (r.Key, r.State.OrchestrationInstance.InstanceId))]);
            }).ConfigureAwait(false);
            if (page.Count == 0)
            {
                return new PurgeResult(deleted, isComplete: true);
            }

            deleted += await PurgeAsync(open, found).ConfigureAwait(false);
            filter = filter with { AfterKey = page[^1].Key };
        }
    }

    private static DateTime? Utc(DateTime? time) => time is DateTime value ? EventEncoder.Utc(value) : null;

    private async Task<OrchestrationState?> FindAsync(string instanceId, string? executionId) =>
        (await this.ReadAsync(connection => Find(connection, instanceId, executionId)).ConfigureAwait(false))?.State;

    private static InstanceRecord? Find(SqliteConnection connection, string instanceId, string? executionId) =>
        TaskHubReader.Find(connection, instanceId) is { } record
        && (string.IsNullOrEmpty(executionId) || executionId == record.State.OrchestrationInstance.ExecutionId || executionId == record.FirstExecutionId)
            ? record
            : null;

    private Task<IReadOnlyList<HistoryEvent>> ReadHistoryAsync(string instanceId, string? executionId) => this.ReadAsync<IReadOnlyList<HistoryEvent>>(connection =>
    {
        var events = new List<HistoryEvent>();
        if (Find(connection, instanceId, executionId) is { } record)
        {
            TaskHubReader.ReadHistory(connection, record.Key, events);
        }

        return events;
    });

    // Queries may take their time over a large file: not on the caller's thread.
    private Task<T> ReadAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken = default)
    {
        TaskHubFile file = this.OpenForReading();
        return Task.Run(() => file.Read(query), cancellationToken);
    }

    private TaskHubFile OpenForReading()
    {
        if (!this.options.ReadOnly)
        {
            return this.Open().File;
        }

        lock (this.gate)
        {
            ObjectDisposedException.ThrowIf(this.disposed, this);
            if (this.readOnlyFile?.IsOutdated == true)
            {
                this.readOnlyFile.Dispose();
                this.readOnlyFile = null;
            }

            return this.readOnlyFile ??= TaskHubFile.OpenReadOnly(this.options.DatabasePath);
        }
    }
}
