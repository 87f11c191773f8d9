using System.Net;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class ResultFunctions
{
    [Function("PlainResult")]
    public static IResult PlainResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => Results.Json(new Order("tea", 1), statusCode: 418);

    [Function("ActionResult")]
    public static Task<IActionResult> ActionResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        => Task.FromResult<IActionResult>(new ObjectResult(new Order("tea", 2)) { StatusCode = 201 });

    [Function("GenericActionResult")]
    public static async ValueTask<ActionResult<Order>> GenericActionResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        await Task.Yield();
        return new Order("tea", 3);
    }

    [Function("ContentResult")]
    public static IActionResult ContentResult([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
        => new ContentResult { Content = "<p>tea</p>", ContentType = "text/html", StatusCode = 200 };

    [Function("Words")]
    public static string Words([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "só";

    [Function("Poem")]
    public static Order Poem([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new("tea", 4);

    [Function("Nothing")]
    public static async Task Nothing([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request)
    {
        request.HttpContext.Response.Headers["x-seen"] = "yes";
        await Task.Yield();
    }

    [Function("Multi")]
    public static MultiOutput Multi([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => new() { Other = 5, Answer = Results.Text("multi") };

    [Function("Data")]
    public HttpResponseData Data([HttpTrigger(AuthorizationLevel.Anonymous, "get", "post")] HttpRequestData request)
    {
        var response = request.CreateResponse(HttpStatusCode.Conflict);
        response.Headers.Add("x-method", request.Method);
        response.Headers.Add("x-path", request.Url.AbsolutePath);
        response.Headers.Add("x-asked", request.Headers.GetValues("x-ask"));
        response.Cookies.Append("taste", request.Cookies.First(cookie => cookie.Name == "taste").Value);
        using var reader = new StreamReader(request.Body);
        response.WriteString($"{request.Query["q"]}|{reader.ReadToEnd()}", Encoding.UTF8);
        return response;
    }

    [Function("DataJson")]
    public static async Task<HttpResponseData> DataJson([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequestData request)
    {
        var order = await request.ReadFromJsonAsync<Order>();
        var response = HttpResponseData.CreateResponse(request);
        await response.WriteAsJsonAsync(order);
        return response;
    }

    [Function("Throws")]
    public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => throw new InvalidOperationException("secret detail");
}
