using CharacterFanOut.Functions.FanOuts;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Orchestrations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>POST fanouts/{id}/retry</c>: a new fan-out over the failed ids of one that is over.</summary>
/// <param name="starter">What starts it.</param>
/// <param name="results">Where the failures are.</param>
public sealed class RetryFanOut(FanOutStarter starter, FanOutResults results)
{
    /// <summary>Starts the new fan-out and links both to each other.</summary>
    [Function(nameof(RetryFanOut))]
    [ApiOperation("Starts a new fan-out over the failed ids of one that is over.")]
    [ApiAnswer(202, "The new fan-out is started.", Json = typeof(Accepted), Headers = "Location, Retry-After")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "Its state does not allow it, or this host has another upstream.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "fanouts/{id}/retry")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        var state = FanOutReader.StateOf(fanOut);
        if (!fanOut.IsCompleted)
        {
            return Problems.WrongState(id, state, "Its failed ids can be asked for again once it is over.");
        }

        var failed = IdSet.Of(await results.ReadFailuresAsync(id, cancellation).Select(f => f.Id).ToListAsync(cancellation));
        if (failed.IsEmpty || FanOutReader.InputOf(fanOut) is not { } before)
        {
            return Problems.WrongState(id, state, "None of its ids failed: there is nothing to ask for again.");
        }

        if (before.Upstream is { } upstream && upstream != starter.Upstream)
        {
            return Problems.Conflict($"Fan-out \"{id}\" asked another upstream.", UpstreamText.Refuses(upstream, starter.Upstream));
        }

        var retry = starter.NewId();
        var input = new FanOutInput { Request = before.Request with { Ids = failed }, RetryOf = id };

        // Noted first: a link to a fan-out that was never started is harmless, one that nobody knows of is not.
        await results.SaveRetryAsync(id, retry, cancellation);
        await starter.StartAsync(client, retry, input, cancellation);
        return Accepted.For(request, retry, client);
    }
}
