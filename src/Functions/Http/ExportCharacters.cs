using CharacterFanOut.Functions.Exports;
using CharacterFanOut.Functions.FanOuts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/characters?format=json|ndjson|csv</c>: the characters stored so far, in id order.</summary>
/// <param name="exporter">What writes them.</param>
public sealed class ExportCharacters(CharacterExporter exporter)
{
    /// <summary>Streams the characters.</summary>
    [Function(nameof(ExportCharacters))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fanouts/{id}/characters")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var (asked, refusal) = ExportFormats.Read(request);
        if (asked is not { } format)
        {
            return refusal!;
        }

        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        return FanOutReader.InputOf(fanOut) is { Request.SaveCharacters: false }
            ? Problems.NotSaved(id)
            : Results.Stream(body => exporter.WriteAsync(id, format, body, request.HttpContext.RequestAborted), ExportContentType.Of(format));
    }
}
