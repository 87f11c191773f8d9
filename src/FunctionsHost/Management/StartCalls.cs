using DurableTask.Core.Exceptions;
using FunctionsHost.Durable.Client;

namespace FunctionsHost.Management;

/// <summary>Starts orchestrations, and starts them again.</summary>
internal sealed class StartCalls(InstanceClient client, ManagementAddresses addresses)
{
    private const string RetryAfter = "10";

    public async Task StartAsync(ManagementCall call)
    {
        var instanceId = call.Route("instanceId");
        if (instanceId is ['@', ..])
        {
            throw new ManagementException(StatusCodes.Status400BadRequest, $"The instance id '{instanceId}' begins with '@', which is for entities: choose another.");
        }

        var input = await call.BodyAsync(required: false).ConfigureAwait(false);
        var request = new StartRequest(call.Route("name")!) { InstanceId = instanceId, Input = input?.GetRawText() };
        await AnswerAsync(call, async () => await client.StartAsync(request, call.CancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
    }

    public Task RestartAsync(ManagementCall call)
    {
        var withNewId = call.Flag("restartWithNewInstanceId", otherwise: true);
        return AnswerAsync(call, () => client.RestartAsync(call.InstanceId, withNewId, call.CancellationToken));
    }

    private async Task AnswerAsync(ManagementCall call, Func<Task<string?>> start)
    {
        string instanceId;
        try
        {
            instanceId = await start().ConfigureAwait(false)
                ?? throw new ManagementException(StatusCodes.Status400BadRequest, "InstanceId does not match a valid orchestration instance.");
        }
        catch (OrchestrationAlreadyExistsException)
        {
            var found = await client.GetAsync(call.InstanceId, call.CancellationToken).ConfigureAwait(false);
            await ConflictAsync(call, found?.OrchestrationStatus ?? OrchestrationStatus.Running).ConfigureAwait(false);
            return;
        }

        if (call.Seconds("timeout") is { } timeout && await WaitAsync(instanceId, timeout, call.CancellationToken).ConfigureAwait(false) is { } over)
        {
            await AnswerFinishedAsync(call, over).ConfigureAwait(false);
            return;
        }

        call.Http.Response.Headers.Location = addresses.Status(call.Authority, instanceId);
        call.Http.Response.Headers.RetryAfter = RetryAfter;
        await call.AnswerAsync(StatusCodes.Status202Accepted, json => addresses.Write(json, call.Authority, instanceId)).ConfigureAwait(false);
    }

    private static Task ConflictAsync(ManagementCall call, OrchestrationStatus status)
        => call.AnswerAsync(StatusCodes.Status409Conflict, json =>
        {
            json.WriteStartObject();
            json.WriteString("Message", string.Create(CultureInfo.InvariantCulture, $"An Orchestration instance with the status {status} already exists."));
            json.WriteEndObject();
        });

    private static Task AnswerFinishedAsync(ManagementCall call, OrchestrationState over)
        => over.OrchestrationStatus == OrchestrationStatus.Completed
            ? call.AnswerAsync(StatusCodes.Status200OK, json => StatusWriter.WriteValue(json, over.Output))
            : call.AnswerAsync(StatusCodes.Status200OK, json => StatusWriter.Write(json, over, showInput: true, suspendedFor: null, history: null));

    /// <summary>The instance, if it is over in time.</summary>
    private async Task<OrchestrationState?> WaitAsync(string instanceId, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        try
        {
            return await client.WaitForCompletionAsync(instanceId, limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
