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

    [Function("Headers")]
    public object Headers([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "headers")] HttpRequestData request)
        => request.Headers.ToDictionary(static header => header.Key, static header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase);

    /// <summary>Answers with the body that it gets.</summary>
    [Function("Back")]
    public async Task<HttpResponseData> BackAsync([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "back")] HttpRequestData request)
    {
        var response = request.CreateResponse();
        await request.Body.CopyToAsync(response.Body);
        return response;
    }

    /// <summary>Waits until it is cancelled, and leaves a file that says so.</summary>
    [Function("Wait")]
    public async Task<HttpResponseData> WaitAsync([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequestData request, FunctionContext context)
    {
        var mark = request.Query["mark"]!;
        await File.WriteAllTextAsync(mark + ".begun", "");
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            await File.WriteAllTextAsync(mark + ".cancelled", "");
        }

        return request.CreateResponse();
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
