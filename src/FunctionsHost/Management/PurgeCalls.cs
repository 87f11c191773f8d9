using FunctionsHost.Durable.Client;

namespace FunctionsHost.Management;

/// <summary>Takes finished instances out of the task hub.</summary>
internal sealed class PurgeCalls(InstanceClient client)
{
    public async Task PurgeOneAsync(ManagementCall call)
    {
        var found = await client.GetAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false);
        if (found is not null && !InstanceClient.IsOver(found.OrchestrationStatus))
        {
            var message = $"Instance '{call.InstanceId}' is {found.OrchestrationStatus}: only an instance that is over can be purged. Terminate it first.";
            await call.AnswerAsync(StatusCodes.Status412PreconditionFailed, json => json.WriteStringValue(message)).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(call, found is null ? 0 : await client.PurgeAsync(call.InstanceId, recursive: false).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public async Task PurgeManyAsync(ManagementCall call)
    {
        if (call.Time("createdTimeFrom") is not { } from)
        {
            const string Missing = "The parameter createdTimeFrom is missing: say from which time on finished instances are to be purged, such as 2030-01-31T12:00:00Z.";
            await call.AnswerAsync(StatusCodes.Status400BadRequest, json => json.WriteStringValue(Missing)).ConfigureAwait(false);
            return;
        }

        var statuses = call.Statuses();
        var filter = new PurgeInstanceFilter(from.UtcDateTime, call.Time("createdTimeTo")?.UtcDateTime, statuses.Count == 0 ? null : statuses);
        var result = await client.PurgeAsync(filter, recursive: false).ConfigureAwait(false);
        await AnswerAsync(call, result.DeletedInstanceCount).ConfigureAwait(false);
    }

    private static async Task AnswerAsync(ManagementCall call, int purged)
    {
        if (purged == 0)
        {
            call.Answer(StatusCodes.Status404NotFound);
            return;
        }

        await call.AnswerAsync(StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.WriteNumber("instancesDeleted", purged);
            json.WriteEndObject();
        }).ConfigureAwait(false);
    }
}
