using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>A small durable app, as people write them.</summary>
public sealed class GreetingFunctions(Greeter greeter)
{
    [Function("Start")]
    public static async Task<IResult> StartAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "greetings/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(GreetEverybody), new[] { name, "Zaphod" }, request.HttpContext.RequestAborted);
        return Results.Accepted($"/api/greetings/{id}", client.CreateHttpManagementPayload(id));
    }

    [Function("StartData")]
    public static async Task<HttpResponseData> StartDataAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "data/{name?}")] HttpRequestData request,
        [DurableClient] DurableTaskClient client,
        FunctionContext context)
    {
        var name = (string?)context.BindingContext.BindingData.GetValueOrDefault("name") ?? request.Query["who"] ?? "World";
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(GreetEverybody), new[] { name }, context.CancellationToken);
        return await client.CreateCheckStatusResponseAsync(request, id);
    }

    [Function(nameof(GreetEverybody))]
    public static async Task<string[]> GreetEverybody([OrchestrationTrigger] TaskOrchestrationContext context, string[] names)
    {
        var greetings = names.Select(name => context.CallActivityAsync<string>(nameof(Greet), name));
        return await Task.WhenAll(greetings);
    }

    [Function(nameof(Greet))]
    public string Greet([ActivityTrigger] string name, FunctionContext context, string instanceId)
        => instanceId == (string?)context.BindingContext.BindingData["instanceId"] ? greeter.Greet(name) : "?";

    [Function("Sum")]
    public static IActionResult Sum([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "sum/{a:int}/{b:int}")] HttpRequest request, int a, int b)
        => new OkObjectResult(new { Total = a + b, request.Path.Value });
}
