using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Management;

/// <summary>Events to an instance, and what ends, pauses, wakes and rewinds it.</summary>
internal sealed class LifecycleCalls(DurableTaskClient client)
{
    public async Task RaiseEventAsync(ManagementCall call)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            var payload = await call.BodyAsync(required: true).ConfigureAwait(false);
            await client.RaiseEventAsync(call.InstanceId, call.Route("eventName")!, payload, call.Cancellation).ConfigureAwait(false);
            await call.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
        }
    }

    public async Task TerminateAsync(ManagementCall call)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            await client.TerminateInstanceAsync(call.InstanceId, new TerminateInstanceOptions(call.Reason), call.Cancellation).ConfigureAwait(false);
            await call.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
        }
    }

    public async Task SuspendAsync(ManagementCall call)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            await client.SuspendInstanceAsync(call.InstanceId, call.Reason, call.Cancellation).ConfigureAwait(false);
            await call.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
        }
    }

    public async Task ResumeAsync(ManagementCall call)
    {
        if (await IsAliveAsync(call).ConfigureAwait(false))
        {
            await client.ResumeInstanceAsync(call.InstanceId, call.Reason, call.Cancellation).ConfigureAwait(false);
            await call.AnswerAsync(StatusCodes.Status202Accepted).ConfigureAwait(false);
        }
    }

    public async Task RewindAsync(ManagementCall call)
    {
        var found = await client.GetInstanceAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false);
        if (found is null)
        {
            await call.AnswerAsync(
                StatusCodes.Status404NotFound, json => json.WriteStringValue($"There is no instance '{call.InstanceId}'.")).ConfigureAwait(false);
            return;
        }

        var problem = found.RuntimeStatus == OrchestrationRuntimeStatus.Failed
            ? await TryRewindAsync(call).ConfigureAwait(false)
            : $"Instance '{found.InstanceId}' is {found.RuntimeStatus}: only one that failed can be rewound.";
        await (problem is null
            ? call.AnswerAsync(StatusCodes.Status202Accepted)
            : call.AnswerAsync(StatusCodes.Status412PreconditionFailed, json => json.WriteStringValue(problem))).ConfigureAwait(false);
    }

    private async Task<string?> TryRewindAsync(ManagementCall call)
    {
        try
        {
            await client.RewindInstanceAsync(call.InstanceId, call.Reason ?? "", call.Cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            // It changed between the look and the call, or cannot be rewound; the engine says which.
            return e.Message;
        }
    }

    /// <summary>Whether the instance can still take something; when not, the call is answered.</summary>
    private async Task<bool> IsAliveAsync(ManagementCall call)
    {
        var found = await client.GetInstanceAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false);
        if (found is { IsCompleted: false })
        {
            return true;
        }

        await call.AnswerAsync(found is null ? StatusCodes.Status404NotFound : StatusCodes.Status410Gone).ConfigureAwait(false);
        return false;
    }
}
