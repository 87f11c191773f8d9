using CharacterFanOut.Functions.Exports;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/failures?format=json|ndjson|csv|parquet&amp;bom=true|false</c>: every failure stored so far, in id order.</summary>
public sealed class ExportFailures(ResultExporter exporter, FanOutResults results)
{
    [Function(nameof(ExportFailures))]
    [ApiOperation("The failures stored so far, in id order.")]
    [ApiParameter("format", "Before Accept; json when neither says.", OneOf = "json, ndjson, csv, parquet")]
    [ApiParameter("bom", "Whether CSV begins with a byte order mark, which Excel needs to read UTF-8.", OneOf = "true, false")]
    [ApiAnswer(200, "All of them, as a stream.", Json = typeof(FetchFailure[]), Also = "application/x-ndjson, text/csv, application/vnd.apache.parquet")]
    [ApiAnswer(400, "A parameter is not valid; errors names each.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(406, "Accept names no format that there is.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}/failures")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var (asked, refusal) = ExportFormats.Read(request);
        if (asked is not { } format)
        {
            return refusal!;
        }

        var bom = bool.TryParse(request.Query["bom"], out var asksForBom) && asksForBom;
        await results.CheckReadableAsync(id, cancellation);
        return await FanOutReader.FindAsync(client, id, cancellation) is null && await results.LoadReportAsync(id, cancellation) is null
            ? Problems.NotFound(id)
            : ExportFormats.Answer(request, format, body => exporter.WriteFailuresAsync(id, format, bom, body, request.HttpContext.RequestAborted));
    }
}
