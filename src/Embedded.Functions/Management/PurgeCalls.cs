using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Management;

/// <summary>Takes finished instances out of the task hub.</summary>
internal sealed class PurgeCalls(DurableTaskClient client)
{
    public async Task PurgeOneAsync(ManagementCall call)
    {
        var found = await client.GetInstanceAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false);
        if (found is { IsCompleted: false })
        {
            var message = $"Instance '{found.InstanceId}' is {found.RuntimeStatus}: only an instance that is over can be purged. Terminate it first.";
            await call.AnswerAsync(StatusCodes.Status412PreconditionFailed, json => json.WriteStringValue(message)).ConfigureAwait(false);
            return;
        }

        var purged = found is null ? 0 : (await client.PurgeInstanceAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false)).PurgedInstanceCount;
        await AnswerAsync(call, purged).ConfigureAwait(false);
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
        var filter = new PurgeInstancesFilter(from, call.Time("createdTimeTo"), statuses.Count == 0 ? null : statuses);
        var result = await client.PurgeAllInstancesAsync(filter, call.Cancellation).ConfigureAwait(false);
        await AnswerAsync(call, result.PurgedInstanceCount).ConfigureAwait(false);
    }

    private static Task AnswerAsync(ManagementCall call, int purged)
        => purged == 0
        ? call.AnswerAsync(StatusCodes.Status404NotFound)
        : call.AnswerAsync(StatusCodes.Status200OK, json =>
            {
                json.WriteStartObject();
                json.WriteNumber("instancesDeleted", purged);
                json.WriteEndObject();
            });
}
