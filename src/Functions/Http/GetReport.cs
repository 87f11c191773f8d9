using System.Security.Cryptography;
using System.Text.Json;
using CharacterFanOut.Functions.OpenApi;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Reports;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Net.Http.Headers;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET fanouts/{id}/report</c>: the report of a fan-out that is over.</summary>
public sealed class GetReport(FanOutResults results)
{
    [Function(nameof(GetReport))]
    [ApiOperation("The report of a fan-out that is over.")]
    [ApiParameter("If-None-Match", "The ETag of a report that is already there.", Header = true)]
    [ApiAnswer(200, "The report.", Json = typeof(FanOutReport), Headers = "ETag")]
    [ApiAnswer(304, "It is the one that is already there.", Headers = "ETag")]
    [ApiAnswer(404, "There is no such fan-out.")]
    [ApiAnswer(409, "It has no report, or none yet.")]
    [ApiAnswer(503, "What is stored cannot be reached; the detail says why.")]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "fanouts/{id}/report")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        string id,
        CancellationToken cancellation)
    {
        // A report outlives its task hub, which may have been of the version before.
        if (await results.LoadReportAsync(id, cancellation) is { } report)
        {
            report = report with { Mended = await CountMendedAsync(client, id, cancellation) };
            var json = JsonSerializer.SerializeToUtf8Bytes(report, JsonSerializerOptions.Web);
            request.HttpContext.Response.Headers.CacheControl = "private, no-cache";
            return Results.Bytes(json, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(TagOf(json), isWeak: true));
        }

        if (await FanOutReader.FindAsync(client, id, cancellation) is not { } fanOut)
        {
            return Problems.NotFound(id);
        }

        var state = FanOutReader.StateOf(fanOut);
        return Problems.WrongState(id, state, fanOut.IsCompleted
            ? "It ended without a report; what its batches saved can be exported."
            : "Its report is made when it is over; ask again then.");
    }

    private async Task<long?> CountMendedAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        var retries = (await results.ListWithRetriesAsync(id, cancellation)).Skip(1).ToList();
        var fetched = IdSet.Empty;
        foreach (var retry in retries)
        {
            fetched = await IdOutcomes.ReadAsync(client, results, retry, cancellation) is { } outcomes ? fetched.Union(outcomes.Fetched) : fetched;
        }

        return retries.Count > 0 ? fetched.Count : null;
    }

    private static string TagOf(byte[] content) => $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 12))}\"";
}
