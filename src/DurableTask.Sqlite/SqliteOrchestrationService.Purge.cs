namespace DurableTask.Sqlite;

/// <content>Deleting instances.</content>
public sealed partial class SqliteOrchestrationService
{
    private const int PurgedPerCommit = 256;

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
}
