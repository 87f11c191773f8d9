using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/changes?since=</c>: what changed from another fan-out to this one.</summary>
public sealed class GetChanges(FanOutComparison comparison)
{
    [Function(nameof(GetChanges))]
    [ApiOperation("What changed from another fan-out to this one.")]
    [ApiParameter("since", "The other fan-out.", Required = true)]
    [ApiAnswer(200, "The changes.", Json = typeof(ReportChanges))]
    [ApiAnswer(400, "since is missing.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "One of them is not over, or has no report.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}/changes")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var since = request.Query["since"].ToString();
        if (since.Length == 0)
        {
            return Problems.Invalid("since", "Say which fan-out to compare with.");
        }

        foreach (var one in (string[])[id, since])
        {
            if (await FanOutReader.FindAsync(client, one, cancellation) is not { } fanOut)
            {
                return Problems.NotFound(one);
            }

            if (!fanOut.IsCompleted)
            {
                return Problems.WrongState(one, FanOutReader.StateOf(fanOut), "Two fan-outs can be compared when both are over.");
            }
        }

        return await comparison.CompareAsync(since, id, cancellation) is { } changes
            ? Results.Ok(changes)
            : Problems.Conflict($"Fan-out \"{since}\" has no report.", "It ended without one, so there is nothing to compare with.");
    }
}
