using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RewindChildrenTests
{
    [Theory, EngineModes]
    public async Task Rewind_ChildPurgedMeanwhile_MakesItAnew(EngineMode mode)
    {
        var broken = true;
        await using var host = await StartAsync(mode, () => broken);
        var id = await host.ScheduleAsync("Parent");
        await host.CompletionAsync(id);
        await host.Client.PurgeInstanceAsync("the-child", host.Token);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal("child of 5", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task Rewind_ChildRewoundByItselfBefore_TakesItsResult(EngineMode mode)
    {
        var broken = true;
        await using var host = await StartAsync(mode, () => broken);
        var id = await host.ScheduleAsync("Parent");
        await host.CompletionAsync(id);
        broken = false;
        await host.Client.RewindInstanceAsync("the-child", "repaired", host.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.CompletionAsync("the-child")).RuntimeStatus);

        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal("child of 5", await host.OutputOfAsync<string>(id));
    }

    private static Task<EngineHost> StartAsync(EngineMode mode, Func<bool> broken) => EngineHost.StartAsync(mode, tasks => tasks
        .AddOrchestratorFunc("Parent", context =>
            context.CallSubOrchestratorAsync<string>("Child", 5, new SubOrchestrationOptions(instanceId: "the-child")))
        .AddOrchestratorFunc<int, string>("Child", (_, input) =>
            broken() ? throw new CustomException("boom") : Task.FromResult($"child of {input}")));
}
