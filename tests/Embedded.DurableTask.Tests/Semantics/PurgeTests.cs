using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class PurgeTests
{
    [Theory, EngineModes]
    public async Task Purge_CompletedInstance_LeavesNothingOfIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = (await host.RunAsync("Seven")).InstanceId;

        var result = await host.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true), host.Token);

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.NotEqual(false, result.IsComplete);
        Assert.Null(await host.Client.GetInstanceAsync(id, host.Token));
        Assert.Null(await host.Engine.GetHistoryAsync(id, host.Token));
    }

    [Theory, EngineModes]
    public async Task Purge_IdOfAPurgedInstance_CanBeUsedAgain(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await host.RunAsync("Seven", options: new StartOrchestrationOptions("again"));
        await host.Client.PurgeInstanceAsync("again", host.Token);

        Assert.Equal(7, await host.OutputAsync<int>("Seven", options: new StartOrchestrationOptions("again")));
    }

    [Theory, EngineModes]
    public async Task Purge_UnknownInstance_PurgesNothing(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        Assert.Equal(0, (await host.Client.PurgeInstanceAsync("no-such-id", host.Token)).PurgedInstanceCount);
    }

    [Theory, EngineModes]
    public async Task Purge_RunningInstance_IsLeftAlone(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = await host.StartedAsync("Wait");

        Assert.Equal(0, (await host.Client.PurgeInstanceAsync(id, host.Token)).PurgedInstanceCount);

        await host.Client.RaiseEventAsync(id, "Go", "on", host.Token);
        Assert.Equal("on", await host.OutputOfAsync<string>(id));
    }

    [Theory]
    [EngineModes(true)]
    [EngineModes(false)]
    public async Task Purge_Parent_TakesItsChildrenOnlyWhenAsked(EngineMode mode, bool recursive)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = (await host.RunAsync("Grandparent")).InstanceId;

        var result = await host.Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(recursive), host.Token);

        Assert.Equal(recursive ? 3 : 1, result.PurgedInstanceCount);
        Assert.Equal(recursive, await host.Client.GetInstanceAsync("parent", host.Token) is null);
        Assert.Equal(recursive, await host.Client.GetInstanceAsync("child", host.Token) is null);
    }

    [Theory, EngineModes]
    public async Task PurgeAll_Statuses_TakesOnlyThose(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var completed = (await host.RunAsync("Seven")).InstanceId;
        var failed = (await host.RunAsync("Fail")).InstanceId;
        var running = await host.StartedAsync("Wait");

        var result = await host.Client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(Statuses: [OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Running]), host.Token);

        Assert.Equal(1, result.PurgedInstanceCount);
        Assert.Null(await host.Client.GetInstanceAsync(failed, host.Token));
        Assert.NotNull(await host.Client.GetInstanceAsync(completed, host.Token));
        Assert.NotNull(await host.Client.GetInstanceAsync(running, host.Token));
    }

    [Theory, EngineModes]
    public async Task PurgeAll_NoStatuses_TakesAllThatHaveEnded(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await host.RunAsync("Seven");
        await host.RunAsync("Fail");
        var running = await host.StartedAsync("Wait");

        var result = await host.Client.PurgeInstancesAsync(null, null, host.Token);

        Assert.Equal(2, result.PurgedInstanceCount);
        Assert.NotNull(await host.Client.GetInstanceAsync(running, host.Token));
    }

    [Theory, EngineModes]
    public async Task PurgeAll_CreationTimes_TakesOnlyWhatWasCreatedBetween(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var ids = new List<string>();
        for (var hour = 0; hour < 4; hour++)
        {
            ids.Add((await host.RunAsync("Seven")).InstanceId);
            clock.Advance(TimeSpan.FromHours(1));
        }

        var start = EngineHost.NewClock().GetUtcNow();
        var result = await host.Client.PurgeInstancesAsync(start.AddHours(0.5), start.AddHours(2.5), host.Token);

        Assert.Equal(2, result.PurgedInstanceCount);
        var left = new List<bool>();
        foreach (var id in ids)
        {
            left.Add(await host.Client.GetInstanceAsync(id, host.Token) is not null);
        }

        Assert.Equal([true, false, false, true], left);
    }

    [Theory, EngineModes]
    public async Task PurgeAll_ManyInstances_TakesThemAll(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await Task.WhenAll(Enumerable.Range(0, 250).Select(_ => host.RunAsync("Seven")));

        var result = await host.Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(), host.Token);

        Assert.Equal(250, result.PurgedInstanceCount);
        await foreach (var left in host.Client.GetAllInstancesAsync())
        {
            Assert.Fail($"{left} is left.");
        }
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Seven", _ => 7)
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom")))
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go"))
        .AddOrchestratorFunc("Grandparent", context =>
            context.CallSubOrchestratorAsync("Parent", new SubOrchestrationOptions(instanceId: "parent")))
        .AddOrchestratorFunc("Parent", context =>
            context.CallSubOrchestratorAsync("Seven", new SubOrchestrationOptions(instanceId: "child")));
}
