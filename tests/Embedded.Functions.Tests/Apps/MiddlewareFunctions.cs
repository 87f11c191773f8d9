using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

public static class MiddlewareFunctions
{
    [Function("Ask")]
    public static string Ask([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request, FunctionContext context)
        => $"{context.Items["outer"]}{context.Features.Get<Greeter>()!.Greet("you")}";

    [Function("Orchestrate")]
    public static async Task<string> Orchestrate([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext functionContext)
    {
        var first = await context.CallActivityAsync<string>("Act", "1");
        await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        return first + await context.CallActivityAsync<string>("Act", "2") + functionContext.Items["outer"];
    }

    [Function("Act")]
    public static string Act([ActivityTrigger] string input, FunctionContext context) => input + context.Items["outer"];

    [Function("AtOnce")]
    public static void AtOnce([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer)
    {
    }
}
