using FunctionsHost.Durable.Client;

namespace FunctionsHost.Management;

/// <summary>Events to an instance, and what ends, pauses, wakes and rewinds it.</summary>
internal sealed class LifecycleCalls(InstanceClient client)
{
    public async Task RaiseEventAsync(ManagementCall call)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            var payload = await call.BodyAsync(required: true).ConfigureAwait(false);
            await client.RaiseEventAsync(call.InstanceId, call.Route("eventName")!, payload?.GetRawText()).ConfigureAwait(false);
            call.Answer(StatusCodes.Status202Accepted);
        }
    }

    public Task TerminateAsync(ManagementCall call)
        => TellAsync(call, () => client.TerminateAsync(call.InstanceId, call.Reason, recursive: false, call.CancellationToken));

    public Task SuspendAsync(ManagementCall call) => TellAsync(call, () => client.SuspendAsync(call.InstanceId, call.Reason));

    public Task ResumeAsync(ManagementCall call) => TellAsync(call, () => client.ResumeAsync(call.InstanceId, call.Reason));

    public async Task RewindAsync(ManagementCall call)
    {
        var found = await client.GetAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false);
        if (found is null)
        {
            await call.AnswerAsync(
                StatusCodes.Status404NotFound, json => json.WriteStringValue($"There is no instance '{call.InstanceId}'.")).ConfigureAwait(false);
        }
        else if (found.OrchestrationStatus != OrchestrationStatus.Failed)
        {
            await call.AnswerAsync(
                StatusCodes.Status412PreconditionFailed,
                json => json.WriteStringValue($"Instance '{call.InstanceId}' is {found.OrchestrationStatus}: only one that failed can be rewound.")).ConfigureAwait(false);
        }
        else
        {
            await client.RewindAsync(call.InstanceId, call.Reason).ConfigureAwait(false);
            call.Answer(StatusCodes.Status202Accepted);
        }
    }

    private async Task TellAsync(ManagementCall call, Func<Task> tell)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            await tell().ConfigureAwait(false);
            call.Answer(StatusCodes.Status202Accepted);
        }
    }

    /// <summary>Whether the instance can still take something; when not, the call is answered.</summary>
    private async Task<bool> IsAliveAsync(ManagementCall call)
    {
        var found = await client.GetAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false);
        if (found is not null && !InstanceClient.IsOver(found.OrchestrationStatus))
        {
            return true;
        }

        call.Answer(found is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone);
        return false;
    }
}
