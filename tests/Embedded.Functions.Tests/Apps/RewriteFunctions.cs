using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>Functions whose inputs and outputs middleware looks at and changes.</summary>
public static class RewriteFunctions
{
    [Function("Data")]
    public static HttpResponseData Data([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request)
        => request.Url.Query.Contains("throw", StringComparison.Ordinal) ? throw new InvalidOperationException("bad") : request.CreateResponse(HttpStatusCode.NoContent);

    [Function("Several")]
    public static SeveralOutputs Several([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequestData request)
        => request.Url.Query.Contains("throw", StringComparison.Ordinal)
            ? throw new InvalidOperationException("bad")
            : new SeveralOutputs { Response = request.CreateResponse(HttpStatusCode.Accepted), Message = "m" };

    [Function("Plain")]
    public static string Plain([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "plain";

    [Function("Body")]
    public static Order Body([HttpTrigger(AuthorizationLevel.Anonymous, "post")] Order order) => order;

    [Function("Activity")]
    public static string Activity([ActivityTrigger] string input) => input + "!";
}
