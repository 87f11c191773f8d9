using CharacterFanOut.Functions.FanOuts;
using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts</c>: the fan-outs, newest first.</summary>
/// <param name="lister">What lists them.</param>
public sealed class ListFanOuts(FanOutLister lister)
{
    /// <summary>Lists fan-outs.</summary>
    [Function(nameof(ListFanOuts))]
    [ApiOperation("The fan-outs, newest first.")]
    [ApiParameter("status", "Only those in one of these states, with commas between.")]
    [ApiParameter("label", "Only those with this label, as name=value, or as name for any value; may be repeated: those with all of them.")]
    [ApiParameter("withFailures", "With true: only those with ids that failed.", OneOf = "true,false")]
    [ApiParameter("from", "Only those accepted at this time or later, in RFC 3339.")]
    [ApiParameter("to", "Only those accepted at this time or earlier, in RFC 3339.")]
    [ApiParameter("top", "At most so many; 50 when not said.", Least = 1, Most = FanOutQuery.MaxTop)]
    [ApiParameter("continuation", "Where the page before ended, as it said.")]
    [ApiAnswer(200, "A page of them.", Json = typeof(FanOutList))]
    [ApiAnswer(400, "A parameter is not valid.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var (query, errors) = FanOutFilter.Read(request);
        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var list = await lister.ListAsync(client, query, cancellation);
        return Results.Ok(list with { FanOuts = [.. list.FanOuts.Select(view => view.For(request))] });
    }
}
