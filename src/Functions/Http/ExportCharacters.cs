using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Exports;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/characters?format=json|ndjson|csv|parquet&amp;bom=true|false&amp;ids=&amp;fields=</c>: the characters stored so far, in id order.</summary>
public sealed class ExportCharacters(ResultExporter exporter, FanOutResults results)
{
    [Function(nameof(ExportCharacters))]
    [ApiOperation("The characters stored so far, in id order.")]
    [ApiParameter("format", "Before Accept; json when neither says.", OneOf = "json, ndjson, csv, parquet")]
    [ApiParameter("bom", "Whether CSV begins with a byte order mark, which Excel needs to read UTF-8.", OneOf = "true, false")]
    [ApiParameter("withRetries", "Whether the characters that the fan-out's retries fetched, and theirs, are among them.", OneOf = "true, false")]
    [ApiParameter("ids", "Only these, such as 1-5,9.")]
    [ApiParameter("fields", "Only these fields, such as id,name,location.name: in JSON where they are, in CSV as the columns.")]
    [ApiAnswer(200, "All of them, as a stream; with fields, of each only those.", Json = typeof(Character[]), Also = "application/x-ndjson, text/csv, application/vnd.apache.parquet")]
    [ApiAnswer(400, "A parameter is not valid; errors names each.")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(406, "Accept names no format that there is.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}/characters")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        var (asked, refusal) = ExportFormats.Read(request);
        if (asked is not { } format)
        {
            return refusal!;
        }

        await results.CheckReadableAsync(id, cancellation);
        var errors = new Dictionary<string, string[]>();
        var selection = CharacterSelection.Read(request.Query["ids"].ToString(), request.Query["fields"].ToString(), await results.IsOtherAsync(id, cancellation), errors);
        if (selection is { IsOther: true, Fields.Count: 0 } && format is (ExportFormat.Csv or ExportFormat.Parquet))
        {
            errors["fields"] = ["Say which columns there are to be, such as id,name,address.city: what was fetched is not characters."];
        }

        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var bom = bool.TryParse(request.Query["bom"], out var asksForBom) && asksForBom;
        var fanOut = await FanOutReader.FindAsync(client, id, cancellation);
        if (fanOut is null && await results.LoadReportAsync(id, cancellation) is null)
        {
            return Problems.NotFound(id);
        }

        IReadOnlyList<string> ids = bool.TryParse(request.Query["withRetries"], out var withRetries) && withRetries ? await results.ListWithRetriesAsync(id, cancellation) : [id];
        return fanOut is not null && FanOutReader.InputOf(fanOut) is { Request.SaveCharacters: false }
            ? Problems.NotSaved(id)
            : ExportFormats.Answer(request, format, body => exporter.WriteCharactersAsync(ids, selection, format, bom, body, request.HttpContext.RequestAborted));
    }
}
