using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.DurableTask.Http;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsHost.TestApp;

/// <summary>Orchestrators and activities that do one thing each, and an HTTP function that starts them through the durable client.</summary>
public static class DurableFunctions
{
    [Function(nameof(Start))]
    public static async Task<IActionResult> Start(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "durable/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client)
    {
        var input = await JsonSerializer.DeserializeAsync<JsonElement?>(request.Body);
        var id = await client.ScheduleNewOrchestrationInstanceAsync(name, input);
        return new OkObjectResult(id);
    }

    [Function(nameof(WaitForEnd))]
    public static async Task<IActionResult> WaitForEnd(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "durable/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
    {
        var done = await client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, request.HttpContext.RequestAborted);
        return new OkObjectResult(new
        {
            Status = done.RuntimeStatus.ToString(),
            Output = done.SerializedOutput,
            Failure = done.FailureDetails?.ErrorMessage,
            Inner = done.FailureDetails?.InnerFailure?.ErrorType,
            Innermost = done.FailureDetails?.InnerFailure?.InnerFailure?.ErrorType,
        });
    }

    [Function(nameof(Check))]
    public static HttpManagementPayload Check(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "durable-links/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client)
        => client.CreateHttpManagementPayload(id);

    [Function(nameof(Squares))]
    public static async Task<int[]> Squares([OrchestrationTrigger] TaskOrchestrationContext context)
        => await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(i => context.CallActivityAsync<int>(nameof(Square), i)));

    [Function(nameof(Windows))]
    public static async Task<int> Windows([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        // One in, one out: every completion is a turn of its own.
        var (count, window) = (context.GetInput<int>(), 20);
        var open = new List<Task<int>>();
        var sum = 0;
        for (var i = 0; i < count; i++)
        {
            open.Add(context.CallActivityAsync<int>(nameof(Square), 1));
            if (open.Count == window)
            {
                var done = await Task.WhenAny(open);
                open.Remove(done);
                sum += await done;
            }
        }

        return sum + (await Task.WhenAll(open)).Sum();
    }

    [Function(nameof(Batches))]
    public static async Task<int> Batches([OrchestrationTrigger] TaskOrchestrationContext context)
        => (await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(_ => context.CallSubOrchestratorAsync<int>(nameof(Windows), 100)))).Sum();

    [Function(nameof(Fails))]
    public static Task<string> Fails([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(nameof(Raise), "because");

    [Function(nameof(Retries))]
    public static async Task<string> Retries([OrchestrationTrigger] TaskOrchestrationContext context)
        => await context.CallActivityAsync<string>(
            nameof(Flaky), context.InstanceId, TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(1))));

    [Function(nameof(HalfDay))]
    public static async Task<DateTime[]> HalfDay([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begin = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.FromHours(12), CancellationToken.None);
        return [begin, context.CurrentUtcDateTime];
    }

    [Function(nameof(Approval))]
    public static async Task<string> Approval([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { waiting = true });
        return await context.WaitForExternalEvent<string>("approve");
    }

    [Function(nameof(Countdown))]
    public static async Task<int> Countdown([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var left = context.GetInput<int>() - await context.CallActivityAsync<int>(nameof(Square), 1);
        if (left > 0)
        {
            context.ContinueAsNew(left);
        }

        return left;
    }

    [Function(nameof(Fetches))]
    public static async Task<string?> Fetches([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var response = await context.CallHttpAsync(new DurableHttpRequest(HttpMethod.Get, new Uri(context.GetInput<string>()!)));
        return $"{(int)response.StatusCode} {response.Content}";
    }

    [Function(nameof(Square))]
    public static int Square([ActivityTrigger] int number) => number * number;

    [Function(nameof(Raise))]
    public static string Raise([ActivityTrigger] string message) => throw new InvalidOperationException(message, new TimeoutException("inner"));

    [Function(nameof(Flaky))]
    public static string Flaky([ActivityTrigger] string id)
        => Attempts.AddOrUpdate(id, 1, static (_, before) => before + 1) is var attempt && attempt < 3 ? throw new InvalidOperationException($"attempt {attempt}") : $"attempt {attempt}";

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> Attempts = new();
}
