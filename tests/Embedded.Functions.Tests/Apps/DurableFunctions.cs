using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>One orchestrator for each thing that management can be asked about.</summary>
public static class DurableFunctions
{
    [Function("Echo")]
    public static async Task<object?> Echo([OrchestrationTrigger] TaskOrchestrationContext context, object? input)
    {
        context.SetCustomStatus(new { phase = "echoing" });
        return await context.CallActivityAsync<object?>("Same", input);
    }

    [Function("Same")]
    public static object? Same([ActivityTrigger] object? input) => input;

    [Function("Wait")]
    public static Task<string> Wait([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");

    [Function("Throw")]
    public static async Task Throw([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync("Fail");

    [Function("Fail")]
    public static void Fail([ActivityTrigger] string? reason) => throw new InvalidOperationException(reason ?? "because");

    [Function("Parent")]
    public static Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CallSubOrchestratorAsync<string>("Child", "in", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));

    [Function("Child")]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context, string input)
    {
        await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1), CancellationToken.None);
        return input + "/out";
    }

    [Function("Flaky")]
    public static async Task<string> Flaky([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync<string>("FailOnce", context.InstanceId);

    [Function("FailOnce")]
    public static string FailOnce([ActivityTrigger] string id) => Seen.Add(id) ? throw new InvalidOperationException("first") : "second";

    private static SeenIds Seen { get; } = new();
}
