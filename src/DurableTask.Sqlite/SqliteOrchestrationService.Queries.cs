using System.Globalization;
using DurableTask.Core.Query;
using Newtonsoft.Json;

namespace DurableTask.Sqlite;

/// <content>What can be asked.</content>
public sealed partial class SqliteOrchestrationService
{
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
