using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}</c>: how a fan-out is doing.</summary>
public sealed class GetFanOut(FanOutReader reader)
{
    [Function(nameof(GetFanOut))]
    [ApiOperation("How a fan-out is doing.")]
    [ApiAnswer(200, "Its status.", Json = typeof(FanOutView))]
    [ApiAnswer(404, "There is no such fan-out.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation) =>
        await reader.ViewAsync(client, id, cancellation) is { } view
            ? Results.Ok(view.For(request))
            : Problems.NotFound(id);
}
