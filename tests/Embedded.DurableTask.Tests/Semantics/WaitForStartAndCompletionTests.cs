using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class WaitForStartAndCompletionTests
{
    [Theory, EngineModes]
    public async Task WaitForStart_InstanceThatWaits_ReturnsWhileItRuns(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = await host.ScheduleAsync("Wait");

        var metadata = await host.Client.WaitForInstanceStartAsync(id, host.Token);

        Assert.Equal(id, metadata.InstanceId);
        Assert.Equal(OrchestrationRuntimeStatus.Running, metadata.RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task WaitForStart_InstanceThatHasEnded_ReturnsAtOnce(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = (await host.RunAsync("Seven")).InstanceId;

        var metadata = await host.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true, host.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        Assert.Equal(7, metadata.ReadOutputAs<int>());
    }

    [Theory, EngineModes]
    public async Task WaitForCompletion_ManyWaiters_AllReturn(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = await host.StartedAsync("Wait");
        var waits = Enumerable.Range(0, 50).Select(_ => host.OutputOfAsync<string>(id)).ToList();

        await host.Client.RaiseEventAsync(id, "Go", "on", host.Token);

        Assert.All(await Task.WhenAll(waits), output => Assert.Equal("on", output));
    }

    [Theory, EngineModes]
    public async Task WaitForCompletion_Cancelled_EndsTheWaitAndNotTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = await host.StartedAsync("Wait");
        using var source = new CancellationTokenSource();
        var wait = host.Client.WaitForInstanceCompletionAsync(id, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => wait);
        await host.Client.RaiseEventAsync(id, "Go", "on", host.Token);
        Assert.Equal("on", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task Wait_InstanceThatIsNotThereYet_ReturnsWhenItIs(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var start = host.Client.WaitForInstanceStartAsync("later", host.Token);
        var completion = host.OutputOfAsync<int>("later");

        await host.ScheduleAsync("Seven", options: new StartOrchestrationOptions("later"));

        Assert.Equal("later", (await start).InstanceId);
        Assert.Equal(7, await completion);
    }

    [Theory, EngineModes]
    public async Task Start_ManyInstancesAtOnce_AllComplete(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        var outputs = await Task.WhenAll(Enumerable.Range(0, 200).Select(i => host.OutputAsync<int>("Double", i)));

        Assert.Equal(Enumerable.Range(0, 200).Select(i => i * 2), outputs.ToList());
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Seven", _ => 7)
        .AddOrchestratorFunc<int, int>("Double", (context, input) => context.CallActivityAsync<int>("Double", input))
        .AddActivityFunc<int, int>("Double", (_, input) => input * 2)
        .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go"));
}
