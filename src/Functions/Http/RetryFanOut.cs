using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>POST fanouts/{id}/retry</c>: a new fan-out over ids that failed, or were never asked for, in one that is over.</summary>
public sealed class RetryFanOut(FanOutStarter starter, FanOutResults results)
{
    [Function(nameof(RetryFanOut))]
    [ApiOperation("Starts a new fan-out over ids of one that is over: those that failed, of all kinds or of some, and those never asked for.", Body = typeof(RetryBody))]
    [ApiParameter(IdempotencyKey.Header, "The same key with the same request starts one fan-out, however often it is sent.", Header = true)]
    [ApiAnswer(202, "The new fan-out is started, or was by the same request before.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(400, "The request is not valid; errors names each field.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it, it has no such ids, the key belongs to another request, or this host has another upstream.")]
    [ApiAnswer(413, "The body is over 1 MB.")]
    [ApiAnswer(415, "The body is not application/json.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var (body, badBody) = await RetryBody.ReadAsync(request, cancellation);
        var (key, badKey) = IdempotencyKey.Read(request);
        if (body is null || badKey is not null)
        {
            return badBody ?? badKey!;
        }

        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        var state = FanOutReader.StateOf(fanOut);
        if (!fanOut.IsCompleted)
        {
            return Problems.WrongState(id, state, "Its ids can be asked for again once it is over.");
        }

        if (FanOutReader.InputOf(fanOut) is not { } before || await IdOutcomes.ReadAsync(client, results, id, cancellation) is not { } outcomes)
        {
            return Problems.WrongState(id, state, "It was started with something that names no ids.");
        }

        var ids = body.Select(outcomes);
        if (ids.IsEmpty)
        {
            return Problems.WrongState(id, state, body.DescribeNone(outcomes));
        }

        if (before.Upstream is { } upstream && upstream != starter.Upstream)
        {
            return Problems.Conflict($"Fan-out \"{id}\" asked another upstream.", UpstreamText.Refuses(upstream, starter.Upstream));
        }

        var retry = key.Length > 0 ? FanOutStarter.IdOfKey(key) : starter.NewId();
        var input = new FanOutInput { Request = before.Request with { Ids = ids }, RetryOf = id };
        return await starter.StartAsync(client, retry, input, cancellation) is StartResult.Started
            ? Accepted.For(request, retry, client)
            : IdempotencyKey.Used();
    }
}
