using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts</c>: the fan-outs, newest first.</summary>
public sealed class ListFanOuts(FanOutLister lister)
{
    [Function(nameof(ListFanOuts))]
    [ApiOperation("The fan-outs, newest first.")]
    [ApiFilter]
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
