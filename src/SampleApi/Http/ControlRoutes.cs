using System.Text.Json;
using System.Text.Json.Nodes;
using CharacterFanOut.SampleApi.Faults;
using CharacterFanOut.SampleApi.Statistics;

namespace CharacterFanOut.SampleApi.Http;

/// <summary>Maps <c>/_stats</c>, <c>/_reset</c> and <c>/_faults</c>, which are neither counted nor faulty.</summary>
internal static class ControlRoutes
{
    public static void Map(IEndpointRouteBuilder routes, RequestStatistics statistics, FaultInjector faults)
    {
        routes.MapGet("/_stats", (bool? perId) => Answer.Json(statistics.Report(perId ?? false)));
        routes.MapPost("/_reset", () =>
        {
            statistics.Reset();
            faults.Refill();
            return Answer.Json(statistics.Report(withIds: false));
        });
        routes.MapGet("/_faults", () => Answer.Json(faults.Settings));
        routes.MapPost("/_faults", async (HttpRequest request) => await ChangeAsync(request, faults));
        routes.MapDelete("/_faults", () =>
        {
            faults.Restore();
            return Answer.Json(faults.Settings);
        });
    }

    private static async Task<Answer> ChangeAsync(HttpRequest request, FaultInjector faults)
    {
        try
        {
            if (await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) is not JsonObject change)
            {
                return Answer.Error(400, """The body has to be a JSON object, such as {"fail":0.1}.""");
            }

            faults.Change(change);
            return Answer.Json(faults.Settings);
        }
        catch (JsonException exception)
        {
            return Answer.Error(400, exception.Message);
        }
    }
}
