using System.Globalization;
using System.Text.Json;
using DurableTask.Core.Exceptions;
using EmbeddedFunctions.Durable;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Management;

/// <summary>Starts orchestrations, and starts them again.</summary>
internal sealed class StartCalls(DurableTaskClient client, ManagementAddresses addresses, TimeProvider time)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    public async Task StartAsync(ManagementCall call)
    {
        var instanceId = call.Route("instanceId");
        if (instanceId is ['@', ..])
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, $"The instance id '{instanceId}' begins with '@', which is for entities: choose another.");
        }

        var input = await call.BodyAsync(required: false).ConfigureAwait(false);
        var options = instanceId is null ? null : new StartOrchestrationOptions(instanceId);
        await AnswerAsync(call, () => client.ScheduleNewOrchestrationInstanceAsync(call.Route("name")!, input, options, call.Cancellation)).ConfigureAwait(false);
    }

    public async Task RestartAsync(ManagementCall call)
    {
        var anew = call.Flag("restartWithNewInstanceId", otherwise: true);
        if (await client.GetInstanceAsync(call.InstanceId, call.Cancellation).ConfigureAwait(false) is not { } found)
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
        }

        if (!anew && !found.IsCompleted)
        {
            await ConflictAsync(call, found.RuntimeStatus).ConfigureAwait(false);
            return;
        }

        await AnswerAsync(call, () => client.RestartAsync(call.InstanceId, anew, call.Cancellation)).ConfigureAwait(false);
    }

    private static Task ConflictAsync(ManagementCall call, OrchestrationRuntimeStatus status)
        => call.AnswerAsync(StatusCodes.Status409Conflict, json =>
        {
            json.WriteStartObject();
            json.WriteString("Message", $"An Orchestration instance with the status {status} already exists.");
            json.WriteEndObject();
        });

    private static Task AnswerFinishedAsync(ManagementCall call, OrchestrationMetadata over)
        => over.RuntimeStatus == OrchestrationRuntimeStatus.Completed
            ? call.AnswerAsync(StatusCodes.Status200OK, json => StatusWriter.WriteValue(json, over.SerializedOutput))
            : call.AnswerAsync(StatusCodes.Status200OK, json => StatusWriter.Write(json, over, showInput: true, suspendedFor: null, history: null));

    private async Task AnswerAsync(ManagementCall call, Func<Task<string>> start)
    {
        string instanceId;
        try
        {
            instanceId = await start().ConfigureAwait(false);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            var found = await client.GetInstanceAsync(call.Route("instanceId")!, call.Cancellation).ConfigureAwait(false);
            await ConflictAsync(call, found?.RuntimeStatus ?? OrchestrationRuntimeStatus.Running).ConfigureAwait(false);
            return;
        }

        if (call.Seconds("timeout") is { } timeout && await WaitAsync(instanceId, timeout, call.Cancellation).ConfigureAwait(false) is { } over)
        {
            await AnswerFinishedAsync(call, over).ConfigureAwait(false);
            return;
        }

        var payload = addresses.Payload(call.Authority, instanceId, withHub: true);
        call.Http.Response.Headers.Location = payload.StatusQueryGetUri;
        call.Http.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        await call.AnswerAsync(StatusCodes.Status202Accepted, json => JsonSerializer.Serialize(json, payload)).ConfigureAwait(false);
    }

    /// <summary>The instance, if it is over in time.</summary>
    private async Task<OrchestrationMetadata?> WaitAsync(string instanceId, TimeSpan timeout, CancellationToken cancellation)
    {
        using var until = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(until.Token, cancellation);
        try
        {
            return await client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
