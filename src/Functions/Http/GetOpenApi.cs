using CharacterFanOut.Functions.OpenApi;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CharacterFanOut.Functions.Http;

/// <summary><c>GET openapi.json</c>: all of this API, for tools.</summary>
public static class GetOpenApi
{
    private const string Name = "/openapi.json";

    [Function(nameof(GetOpenApi))]
    [ApiOperation("This document.")]
    [ApiAnswer(200, "OpenAPI 3.1.", Also = "application/json")]
    public static IResult Run([HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "openapi.json")] HttpRequest request)
    {
        var path = request.PathBase.Add(request.Path).Value ?? "";
        return Results.Text(
            ApiDocument.Create(path.EndsWith(Name, StringComparison.OrdinalIgnoreCase) ? path[..^Name.Length] : "/api", AppVersion.Text).ToJsonString(),
            "application/json");
    }
}
