using System.Net;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace FunctionsHost.TestApp.Plain;

public sealed class PlainFunctions
{
    [Function("Hello")]
    public async Task<HttpResponseData> HelloAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "head", Route = "hello/{name}")] HttpRequestData request, string name)
    {
        var body = await new StreamReader(request.Body).ReadToEndAsync();
        var response = request.CreateResponse(HttpStatusCode.Accepted);
        response.Headers.Add("X-Url", request.Url.AbsoluteUri);
        response.Headers.Add("X-Asked", string.Join(';', request.Headers.Where(header => header.Key.Equals("x-test", StringComparison.OrdinalIgnoreCase)).SelectMany(header => header.Value)));
        response.Cookies.Append(new HttpCookie("taste", "good") { HttpOnly = true, Path = "/" });
        await response.WriteStringAsync($"Hello {name} {request.Query["q"]} {body}");
        return response;
    }

    [Function("Value")]
    public object Value([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "value")] HttpRequestData request) => new { Answer = 42 };

    [Function("Text")]
    public string Text([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "text")] HttpRequestData request) => "plain";

    [Function("Several")]
    public Several SeveralOutputs([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "several")] HttpRequestData request)
        => new() { Response = request.CreateResponse(HttpStatusCode.Created) };

    [Function("Fail")]
    public HttpResponseData Fail([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "fail")] HttpRequestData request) => throw new InvalidOperationException("because");

    [Function("Forever")]
    public async Task<HttpResponseData> ForeverAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "forever")] HttpRequestData request)
    {
        await Task.Delay(Timeout.Infinite);
        return request.CreateResponse();
    }

    public sealed class Several
    {
        [HttpResult]
        public HttpResponseData? Response { get; set; }
    }
}
