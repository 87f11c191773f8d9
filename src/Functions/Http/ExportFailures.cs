using CharacterFanOut.Functions.Exports;
using CharacterFanOut.Functions.FanOuts;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/failures?format=json|ndjson|csv</c>: every failure stored so far, in id order.</summary>
/// <param name="exporter">What writes them.</param>
public sealed class ExportFailures(FailureExporter exporter)
{
    /// <summary>Streams the failures.</summary>
    [Function(nameof(ExportFailures))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = "fanouts/{id}/failures")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var (asked, refusal) = ExportFormats.Read(request);
        if (asked is not { } format)
        {
            return refusal!;
        }

        return await FanOutReader.FindAsync(client, id, cancellation) is null
            ? Problems.NotFound(id)
            : Results.Stream(body => exporter.WriteAsync(id, format, body, request.HttpContext.RequestAborted), ExportContentType.Of(format));
    }
}
