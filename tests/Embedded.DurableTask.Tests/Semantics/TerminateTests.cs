using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class TerminateTests
{
    [Theory, EngineModes]
    public async Task Terminate_RunningInstance_EndsWithTheOutputGiven(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Waiting);
        var id = await host.StartedAsync("Wait");

        await host.Client.TerminateInstanceAsync(id, new { quote = "I'll be back." }, host.Token);

        var metadata = await host.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, metadata.RuntimeStatus);
        Assert.Equal("""{"quote":"I\u0027ll be back."}""", metadata.SerializedOutput);
        Assert.True(metadata.IsCompleted);
    }

    [Theory, EngineModes]
    public async Task Terminate_NoOutput_EndsWithoutOne(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Waiting);
        var id = await host.StartedAsync("Wait");

        await host.Client.TerminateInstanceAsync(id, host.Token);

        var metadata = await host.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, metadata.RuntimeStatus);
        Assert.Null(metadata.ReadOutputAs<string>());
    }

    [Theory, EngineModes]
    public async Task Terminate_InstanceScheduledForLater_NeverRuns(EngineMode mode)
    {
        var runs = 0;
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Count", (TaskOrchestrationContext _) => { runs++; }),
            clock: clock);
        var id = await host.ScheduleAsync("Count", options: new StartOrchestrationOptions(StartAt: clock.GetUtcNow().AddHours(1)));

        await host.Client.TerminateInstanceAsync(id, host.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync(id)).RuntimeStatus);
        clock.Advance(TimeSpan.FromHours(2));

        // Another instance, run to its end after that hour, shows that the hub has gone on.
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Count")).RuntimeStatus);
        Assert.Equal(1, runs);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.GetAsync(id)).RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task Terminate_SuspendedInstance_EndsIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Waiting);
        var id = await host.StartedAsync("Wait");
        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        await host.Client.TerminateInstanceAsync(id, (object)"enough", host.Token);

        var metadata = await host.CompletionAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, metadata.RuntimeStatus);
        Assert.Equal("enough", metadata.ReadOutputAs<string>());
    }

    [Theory, EngineModes]
    public async Task Terminate_CompletedInstance_ChangesNothing(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Seven", _ => 7));
        var id = await host.ScheduleAsync("Seven");
        await host.CompletionAsync(id);

        await host.Client.TerminateInstanceAsync(id, (object)"too late", host.Token);
        await host.RunAsync("Seven");

        Assert.Equal(7, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Terminate_WithAnActivityRunning_IgnoresItsResult(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Work", context => context.CallActivityAsync<string>("Slow"))
            .AddOrchestratorFunc("Seven", _ => 7)
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await gate.PassAsync();
                return "result";
            }));
        var id = await host.ScheduleAsync("Work");
        await gate.ReachedAsync(host.Token);

        await host.Client.TerminateInstanceAsync(id, host.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync(id)).RuntimeStatus);
        gate.Open();
        await host.RunAsync("Seven");

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.GetAsync(id)).RuntimeStatus);
        Assert.Equal(0, await host.CountAsync<TaskCompleted>(id));
    }

    [Theory, EngineModes]
    public async Task SuspendAndTerminate_InstanceThatAlwaysStartsOver_StopIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Eternal", async (context, round) =>
            {
                await context.CallActivityAsync("Work");
                context.ContinueAsNew(round + 1);
                return round;
            })
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));
        var id = await host.StartedAsync("Eternal", 0);
        await host.UntilAsync(async () => (await host.GetAsync(id)).ReadInputAs<int>() > 3);

        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.ResumeInstanceAsync(id, host.Token);
        var round = (await host.GetAsync(id)).ReadInputAs<int>();
        await host.UntilAsync(async () => (await host.GetAsync(id)).ReadInputAs<int>() > round);
        await host.Client.TerminateInstanceAsync(id, host.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync(id)).RuntimeStatus);
    }

    [Theory]
    [EngineModes(true)]
    [EngineModes(false)]
    public async Task Terminate_Parent_EndsItsChildrenOnlyWhenAsked(EngineMode mode, bool recursive)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => Waiting(tasks
            .AddOrchestratorFunc("Grandparent", context =>
                context.CallSubOrchestratorAsync("Parent", new SubOrchestrationOptions(instanceId: "parent")))
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync("Wait", new SubOrchestrationOptions(instanceId: "child")))));
        var id = await host.StartedAsync("Grandparent");
        await host.UntilStatusAsync("child", OrchestrationRuntimeStatus.Running);

        await host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough", recursive), host.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync(id)).RuntimeStatus);
        if (recursive)
        {
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync("parent")).RuntimeStatus);
            Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await host.CompletionAsync("child")).RuntimeStatus);
        }
        else
        {
            await host.Client.RaiseEventAsync("child", "Go", "on", host.Token);
            Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.CompletionAsync("child")).RuntimeStatus);
        }
    }

    private static void Waiting(DurableTaskRegistry tasks) =>
        tasks.AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go"));
}
