using System.Globalization;
using CharacterFanOut.Functions.FanOuts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/batches?from=</c>: when each batch ran, and what came of it.</summary>
public static class GetBatches
{
    /// <summary>Gives the batches that have started, from a number on.</summary>
    [Function(nameof(GetBatches))]
    public static async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fanouts/{id}/batches")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var text = request.Query["from"].ToString();
        if (!long.TryParse(text.Length == 0 ? "0" : text, NumberStyles.None, CultureInfo.InvariantCulture, out var from))
        {
            return Problems.BadRequest($"\"from\" is \"{text}\"; it must be the number of a batch, from 0.");
        }

        return await FanOutReader.FindAsync(client, id, cancellation) is null
            ? Problems.NotFound(id)
            : Results.Ok(await BatchReader.ReadAsync(client, id, from, cancellation));
    }
}
