using System.Text.Json.Serialization;
using CharacterFanOut.Functions.FanOuts;
using Microsoft.AspNetCore.Http;

namespace CharacterFanOut.Functions.Http;

/// <summary>The answer to a request that goes on working after it: 202, and where to look.</summary>
/// <param name="Id">The fan-out's id.</param>
/// <param name="Links">Where to go from here.</param>
public sealed record Accepted(
    [property: JsonPropertyName("id")] string Id,
    [property: JsonPropertyName("links")] FanOutLinks Links)
{
    private const string RetryAfterSeconds = "2";

    /// <summary>The answer for a fan-out.</summary>
    internal static IResult For(HttpRequest request, string id)
    {
        var links = FanOutLinks.Of(FanOutPaths.Root(request), id);
        request.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Accepted(links.Self, new Accepted(id, links));
    }
}
