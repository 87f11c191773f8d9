using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class SubOrchestrationsTests
{
    [Theory, EngineModes]
    public async Task CallSubOrchestrator_Itself_RecursesAndSumsUp(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Nest", async (context, depth) =>
                depth < 3 ? 5 + await context.CallSubOrchestratorAsync<int>("Nest", depth + 1) : 5));

        Assert.Equal(15, await host.OutputAsync<int>("Nest", 1));
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_InstanceIdGiven_IsTheChildsId(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", "input", new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc<string, string>("Child", (context, input) => $"{input} of {context.InstanceId}"));

        Assert.Equal("input of the-child", await host.OutputAsync<string>("Parent"));
        var child = await host.GetAsync("the-child");
        Assert.Equal("Child", child.Name);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, child.RuntimeStatus);
        Assert.Equal("input of the-child", child.ReadOutputAs<string>());
    }

    [Theory, EngineModes]
    public async Task Parent_OfAChild_IsKnownToIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
                $"{context.Parent?.InstanceId ?? "nobody"} > {await context.CallSubOrchestratorAsync<string>("Child")}")
            .AddOrchestratorFunc("Child", context => $"{context.Parent!.Name} {context.Parent.InstanceId}"));

        Assert.Equal("nobody > Parent root", await host.OutputAsync<string>("Parent", options: new StartOrchestrationOptions("root")));
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_FanOut_ResultsAreInCallOrderAndIdsDiffer(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallSubOrchestratorAsync<string>("Child", i))))
            .AddOrchestratorFunc<int, string>("Child", async (context, i) =>
                $"{await context.CallActivityAsync<int>("Double", i)} {context.InstanceId}")
            .AddActivityFunc<int, int>("Double", (_, i) => i * 2));

        var results = (await host.OutputAsync<string[]>("Parent"))!.Select(line => line.Split(' ')).ToList();

        Assert.Equal(["0", "2", "4", "6", "8", "10", "12", "14", "16", "18"], results.Select(parts => parts[0]));
        Assert.Equal(10, results.Select(parts => parts[1]).Distinct().Count());
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_ChildThatFails_IsATaskFailure(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName}: {failed.FailureDetails}";
                }
            })
            .AddOrchestratorFunc("Child", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom"))));

        Assert.Equal($"Child: {typeof(CustomException)}: boom", await host.OutputAsync<string>("Parent"));
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_ChildThatWaits_GoesOnWhenItsEventComes(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<int>("Child", new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<int>("Go")));

        var id = await host.StartedAsync("Parent");
        await host.UntilStatusAsync("the-child", OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync("the-child", "Go", 42);

        Assert.Equal(42, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_IdOfARunningInstance_IsATaskFailureAndLeavesItAlone(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "taken")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("Event")));
        await host.StartedAsync("Child", options: new StartOrchestrationOptions("taken"));

        var failure = await host.FailureAsync("Parent");

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Contains("taken", failure.ErrorMessage, StringComparison.Ordinal);
        await host.Client.RaiseEventAsync("taken", "Event", "payload", host.Token);
        Assert.Equal("payload", await host.OutputOfAsync<string>("taken"));
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_ChildThatIsTerminated_IsATaskFailure(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child", new SubOrchestrationOptions(instanceId: "the-child"));
                    return "completed";
                }
                catch (TaskFailedException)
                {
                    return "failed";
                }
            })
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<int>("Never")));

        var id = await host.StartedAsync("Parent");
        await host.UntilStatusAsync("the-child", OrchestrationRuntimeStatus.Running);
        await host.Client.TerminateInstanceAsync("the-child", host.Token);

        Assert.Equal("failed", await host.OutputOfAsync<string>(id));
    }
}
