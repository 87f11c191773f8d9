using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace FunctionsHost.TestApp;

public sealed class HttpFunctions(ILogger<HttpFunctions> logger)
{
    /// <summary>What was asked, as the worker sees it.</summary>
    [Function("Echo")]
    public IActionResult Echo([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", "head", "put", Route = "echo/{id}")] HttpRequest request, string id)
    {
        logger.LogInformation("Echo of {Id}", id);
        return new JsonResult(new
        {
            id,
            method = request.Method,
            path = request.Path.Value,
            raw = request.HttpContext.Features.Get<IHttpRequestFeature>()!.RawTarget,
            query = request.QueryString.Value,
            host = request.Host.Value,
            scheme = request.Scheme,
            invocation = request.Headers["x-ms-invocation-id"].ToString(),
            remote = request.HttpContext.Connection.RemoteIpAddress?.ToString(),
            header = request.Headers["X-Test"].ToString(),
            headers = request.Headers.ToDictionary(static header => header.Key, static header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
        });
    }

    /// <summary>Answers with headers that are about its own connection.</summary>
    [Function("Hops")]
    public IActionResult Hops([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "hops")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["Keep-Alive"] = "timeout=5";
        request.HttpContext.Response.Headers["Proxy-Authenticate"] = "Basic";
        request.HttpContext.Response.Headers["Upgrade"] = "h2c";
        request.HttpContext.Response.Headers["X-Kept"] = "kept";
        return new OkResult();
    }

    /// <summary>Answers with a first part, and with a second one when a file is there.</summary>
    [Function("Stream")]
    public async Task Stream([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "stream")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("first");
        await request.HttpContext.Response.Body.FlushAsync();
        while (!File.Exists(request.Query["mark"].ToString()))
        {
            await Task.Delay(10);
        }

        await request.HttpContext.Response.WriteAsync("second");
    }

    /// <summary>Leaves a file when the first bytes have come, and answers with the number of all.</summary>
    [Function("Receive")]
    public async Task<IActionResult> Receive([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "receive")] HttpRequest request)
    {
        var buffer = new byte[64 * 1024];
        var total = await request.Body.ReadAsync(buffer);
        await File.WriteAllTextAsync(request.Query["mark"].ToString(), "");
        while (await request.Body.ReadAsync(buffer) is var read && read > 0)
        {
            total += read;
        }

        return new ContentResult { Content = total.ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>Reads all of the body and tells its length.</summary>
    [Function("Count")]
    public async Task<IActionResult> Count([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "count")] HttpRequest request)
    {
        var buffer = new byte[64 * 1024];
        long total = 0;
        while (await request.Body.ReadAsync(buffer) is var read && read > 0)
        {
            total += read;
        }

        return new ContentResult { Content = total.ToString(CultureInfo.InvariantCulture) };
    }

    /// <summary>Answers with so many bytes.</summary>
    [Function("Bytes")]
    public async Task Bytes([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "bytes/{count:int}")] HttpRequest request, int count)
    {
        var block = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
        for (var left = count; left > 0; left -= block.Length)
        {
            await request.HttpContext.Response.Body.WriteAsync(block.AsMemory(0, Math.Min(left, block.Length)));
        }
    }

    [Function("Throw")]
    public IActionResult Throw([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw")] HttpRequest request)
        => throw new InvalidOperationException("because");

    /// <summary>Answers in part, and fails then.</summary>
    [Function("ThrowLate")]
    public async Task ThrowLate([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "throw-late")] HttpRequest request)
    {
        await request.HttpContext.Response.WriteAsync("half");
        await request.HttpContext.Response.Body.FlushAsync();
        throw new InvalidOperationException("late");
    }

    [Function("NoContent")]
    public IActionResult NoContent([HttpTrigger(AuthorizationLevel.Anonymous, "get", "delete", Route = "nothing")] HttpRequest request) => new NoContentResult();

    /// <summary>Waits until it is cancelled, and leaves a file that says so.</summary>
    [Function("Wait")]
    public async Task<IActionResult> Wait([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "wait")] HttpRequest request, FunctionContext context)
    {
        var mark = request.Query["mark"].ToString();
        await File.WriteAllTextAsync(mark + ".begun", "");
        try
        {
            await Task.Delay(Timeout.Infinite, context.CancellationToken);
        }
        finally
        {
            await File.WriteAllTextAsync(mark + ".cancelled", "");
        }

        return new OkResult();
    }

    /// <summary>Waits for a file.</summary>
    [Function("Slow")]
    public async Task<IActionResult> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slow")] HttpRequest request)
    {
        var mark = request.Query["mark"].ToString();
        await File.WriteAllTextAsync($"{mark}.begun.{Guid.NewGuid()}", "");
        while (!File.Exists(mark))
        {
            await Task.Delay(10);
        }

        return new ContentResult { Content = "done" };
    }

    [Function("Guarded")]
    public IActionResult Guarded([HttpTrigger(AuthorizationLevel.Function, "get", "post", Route = "guarded")] HttpRequest request) => new OkObjectResult("in");

    [Function("GuardedToo")]
    public IActionResult GuardedToo([HttpTrigger(AuthorizationLevel.Function, "get", Route = "guarded-too")] HttpRequest request) => new OkObjectResult("in");

    [Function("AdminOnly")]
    public IActionResult AdminOnly([HttpTrigger(AuthorizationLevel.Admin, "get", Route = "admin-only")] HttpRequest request) => new OkObjectResult("in");

    [Function("Optional")]
    public IActionResult Optional([HttpTrigger(AuthorizationLevel.Anonymous, Route = "optional/{number:int?}")] HttpRequest request, int? number)
        => new OkObjectResult(number ?? -1);

    // What the constraint takes and the worker cannot read, such as +1, is no matter here.
    [Function("Numbered")]
    public IActionResult Numbered([HttpTrigger(AuthorizationLevel.Anonymous, Route = "numbered/{number:int?}")] HttpRequest request) => new OkResult();

    [Function("Process")]
    public IActionResult Process([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "process")] HttpRequest request)
        => new ContentResult { Content = Environment.ProcessId.ToString(CultureInfo.InvariantCulture) };

    [Function("Setting")]
    public IActionResult Setting([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "setting/{name}")] HttpRequest request, string name)
        => new ContentResult { Content = Environment.GetEnvironmentVariable(name) };

    [Function("Exit")]
    public IActionResult Exit([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "exit")] HttpRequest request)
    {
        Environment.Exit(7);
        return new OkResult();
    }
}
