using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsHost.TestApp;

/// <summary>Orchestrators for the management API's tests: one for each way to end or to wait.</summary>
public static class FlowFunctions
{
    private static readonly ConcurrentDictionary<string, bool> Seen = new();

    [Function(nameof(EchoFlow))]
    public static async Task<object?> EchoFlow([OrchestrationTrigger] TaskOrchestrationContext context, object? input)
    {
        context.SetCustomStatus(new { phase = "echoing" });
        return await context.CallActivityAsync<object?>(nameof(Same), input);
    }

    [Function(nameof(WaitFlow))]
    public static Task<string> WaitFlow([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("Go");

    [Function(nameof(ThrowFlow))]
    public static async Task ThrowFlow([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync(nameof(Fail));

    [Function(nameof(FlakyFlow))]
    public static async Task<string> FlakyFlow([OrchestrationTrigger] TaskOrchestrationContext context) => await context.CallActivityAsync<string>(nameof(FailOnce), context.InstanceId);

    [Function(nameof(ParentFlow))]
    public static Task<string> ParentFlow([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CallSubOrchestratorAsync<string>(nameof(Child), "in", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));

    [Function(nameof(Child))]
    public static async Task<string> Child([OrchestrationTrigger] TaskOrchestrationContext context, string input)
    {
        await context.CreateTimer(context.CurrentUtcDateTime.AddMilliseconds(1), CancellationToken.None);
        return input + "/out";
    }

    [Function(nameof(Same))]
    public static object? Same([ActivityTrigger] object? input) => input;

    [Function(nameof(Fail))]
    public static void Fail([ActivityTrigger] string? reason) => throw new InvalidOperationException(reason ?? "because");

    [Function(nameof(FailOnce))]
    public static string FailOnce([ActivityTrigger] string id) => Seen.TryAdd(id, true) ? throw new InvalidOperationException("first") : "second";
}
