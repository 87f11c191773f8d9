using System.Text.Json.Serialization;
using CharacterFanOut.Functions.Operations;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Http;

/// <summary>The answer to a request that goes on working after it: 202, and where to look.</summary>
/// <param name="Management">The durable management URIs; only when the fan-out was just started.</param>
public sealed record Accepted(
    string Id,
    FanOutLinks Links,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] HttpManagementPayload? Management)
{
    private const string RetryAfterSeconds = "2";

    /// <summary>The answer for a fan-out; with a client, it carries the durable management URIs.</summary>
    internal static IResult For(HttpRequest request, string id, DurableTaskClient? client = null)
    {
        var links = FanOutLinks.Of(FanOutPaths.Root(request), id);
        request.HttpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
        return Results.Accepted(links.Self, new Accepted(id, links, client?.CreateHttpManagementPayload(id)));
    }
}
