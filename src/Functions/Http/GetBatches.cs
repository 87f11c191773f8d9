using System.Globalization;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/batches?from=</c>: when each batch ran, and what came of it.</summary>
public sealed class GetBatches(FanOutReader reader)
{
    [Function(nameof(GetBatches))]
    [ApiOperation("When each batch ran, and what came of it.")]
    [ApiParameter("from", "The number of the first batch; 0 when not said.", Least = 0)]
    [ApiAnswer(200, "The batches that have started.", Json = typeof(BatchesPage))]
    [ApiAnswer(400, "from is not a number.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var text = request.Query["from"].ToString();
        if (!long.TryParse(text.Length == 0 ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return Problems.Invalid("from", $"\"{text}\" is not the number of a batch, from 0.");
        }

        // The fan-out first: a batch that ends meanwhile is at most newer than what is said of the whole.
        return await reader.ViewAsync(client, id, cancellation) is { } fanOut
            ? Results.Ok(await BatchReader.ReadAsync(client, fanOut.For(request), from, cancellation))
            : Problems.NotFound(id);
    }
}
