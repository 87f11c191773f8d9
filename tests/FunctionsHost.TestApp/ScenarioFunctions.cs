using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace FunctionsHost.TestApp;

/// <summary>Orchestrators whose answers and histories are compared between two hosts: each waits for one thing at a time, so that its history is the same every time.</summary>
public static class ScenarioFunctions
{
    private static readonly ConcurrentDictionary<string, int> Attempts = new();
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Function(nameof(OwnFailure))]
    public static Task OwnFailure([OrchestrationTrigger] TaskOrchestrationContext context)
        => throw new InvalidOperationException("outer", new ArgumentException("inner", new TimeoutException("innermost")));

    [Function(nameof(ChildFailure))]
    public static Task ChildFailure([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CallSubOrchestratorAsync(nameof(OwnFailure), options: new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));

    /// <summary>Catches what the activity of the given name throws, and returns what it is told.</summary>
    [Function(nameof(CaughtFailure))]
    public static async Task<string?> CaughtFailure([OrchestrationTrigger] TaskOrchestrationContext context, string activity)
    {
        try
        {
            return await context.CallActivityAsync<string>(activity, "why");
        }
        catch (TaskFailedException e)
        {
            var details = new List<string> { e.Message };
            for (var failure = e.FailureDetails; failure is not null; failure = failure.InnerFailure)
            {
                details.Add($"{failure.ErrorType}: {failure.ErrorMessage}");
            }

            return string.Join(" | ", details);
        }
    }

    /// <summary>Calls a sub-orchestrator of the given name.</summary>
    [Function(nameof(CallsChild))]
    public static Task<string?> CallsChild([OrchestrationTrigger] TaskOrchestrationContext context, string name)
        => context.CallSubOrchestratorAsync<string?>(name, "in", new SubOrchestrationOptions(instanceId: context.InstanceId + ":child"));

    /// <summary>An activity that succeeds on the attempt of the given number, with three attempts.</summary>
    [Function(nameof(RetriedActivity))]
    public static Task<string> RetriedActivity([OrchestrationTrigger] TaskOrchestrationContext context, int succeedsOn)
        => context.CallActivityAsync<string>(nameof(SucceedsOn), new Attempt(context.InstanceId, succeedsOn), TaskOptions.FromRetryPolicy(new RetryPolicy(3, Moment)));

    /// <summary>The same, retried as a handler decides: as long as the message is that of a first attempt.</summary>
    [Function(nameof(HandledRetries))]
    public static Task<string> HandledRetries([OrchestrationTrigger] TaskOrchestrationContext context, int succeedsOn)
        => context.CallActivityAsync<string>(
            nameof(SucceedsOn), new Attempt(context.InstanceId, succeedsOn), TaskOptions.FromRetryHandler(retry => retry.LastFailure.ErrorMessage == "attempt 1"));

    [Function(nameof(RetriedChild))]
    public static Task<string> RetriedChild([OrchestrationTrigger] TaskOrchestrationContext context)
        => context.CallSubOrchestratorAsync<string>(
            nameof(FlakyChild), context.InstanceId, new SubOrchestrationOptions(TaskOptions.FromRetryPolicy(new RetryPolicy(2, Moment)), context.InstanceId + ":child"));

    [Function(nameof(FlakyChild))]
    public static Task<string> FlakyChild([OrchestrationTrigger] TaskOrchestrationContext context, string key)
        => context.CallActivityAsync<string>(nameof(SucceedsOn), new Attempt(key, 2));

    /// <summary>Waits for Go, and only then for what may have come before it.</summary>
    [Function(nameof(EarlyEvents))]
    public static async Task<string[]> EarlyEvents([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.WaitForExternalEvent<string>("Go");
        return [await context.WaitForExternalEvent<string>("Item"), await context.WaitForExternalEvent<string>("ITEM")];
    }

    [Function(nameof(TwoTimers))]
    public static async Task<string> TwoTimers([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CreateTimer(Moment, CancellationToken.None);
        try
        {
            return await context.WaitForExternalEvent<string>("Never", Moment);
        }
        catch (TaskCanceledException)
        {
            return "timed out";
        }
    }

    /// <summary>Sets a status, waits for an event, and sets another.</summary>
    [Function(nameof(Statuses))]
    public static async Task Statuses([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new { step = 1, text = "<ä> & \"x\"" });
        await context.WaitForExternalEvent<object>("Go");
        context.SetCustomStatus("done");
    }

    /// <summary>Goes round once for each event, and keeps events that came too early if it was told so.</summary>
    [Function(nameof(Rounds))]
    public static async Task<string> Rounds([OrchestrationTrigger] TaskOrchestrationContext context, int left)
    {
        var item = await context.WaitForExternalEvent<string>("Item");
        if (left > 1)
        {
            context.ContinueAsNew(left - 1, preserveUnprocessedEvents: true);
        }

        return item;
    }

    /// <summary>Sends an event to the instance that the input names.</summary>
    [Function(nameof(Sender))]
    public static Task Sender([OrchestrationTrigger] TaskOrchestrationContext context, string receiver)
    {
        context.SendEvent(receiver, "Go", new { from = "sender" });
        return Task.CompletedTask;
    }

    /// <summary>What an orchestrator knows of itself.</summary>
    [Function(nameof(Self))]
    public static object Self([OrchestrationTrigger] TaskOrchestrationContext context)
        => new { context.Name, context.InstanceId, context.Version, parent = context.Parent?.InstanceId, context.IsReplaying };

    [Function(nameof(SucceedsOn))]
    public static string SucceedsOn([ActivityTrigger] Attempt attempt)
        => Attempts.AddOrUpdate(attempt.Key, 1, static (_, before) => before + 1) is var number && number < attempt.Number
            ? throw new InvalidOperationException($"attempt {number}")
            : $"attempt {number}";

    [Function(nameof(DeepFailure))]
    public static string DeepFailure([ActivityTrigger] string input)
    {
        try
        {
            throw new ArgumentException("inner\nsecond line", new TimeoutException("innermost"));
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException($"outer: {input} {{\"not\": \"json\"}}", e);
        }
    }

    [Function(nameof(Nothing))]
    public static void Nothing([ActivityTrigger] string input)
    {
    }
}

/// <param name="Key">Whose attempts are counted.</param>
/// <param name="Number">The attempt that succeeds.</param>
public sealed record Attempt(string Key, int Number);
