using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class SuspendResumeTests
{
    [Theory]
    [EngineModes("a reason")]
    [EngineModes("")]
    public async Task SuspendAndResume_RunningInstance_AreItsStatus(EngineMode mode, string reason)
    {
        await using var host = await EngineHost.StartAsync(mode, Listening);
        var id = await host.StartedAsync("Listen");

        await host.Client.SuspendInstanceAsync(id, reason.Length == 0 ? null : reason, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.ResumeInstanceAsync(id, reason.Length == 0 ? null : reason, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Running);
        await host.Client.RaiseEventAsync(id, "Event", 1, host.Token);
        await host.Client.RaiseEventAsync(id, "Event", 2, host.Token);

        Assert.Equal([1, 2], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_WhileSuspended_IsKeptUntilTheInstanceResumes(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Listening);
        var id = await host.StartedAsync("Listen");
        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        await host.Client.RaiseEventAsync(id, "Event", 1, host.Token);
        await host.Client.RaiseEventAsync(id, "Event", 2, host.Token);
        await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.GetAsync(id)).RuntimeStatus);
        await host.Client.ResumeInstanceAsync(id, host.Token);

        Assert.Equal([1, 2], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes]
    public async Task ActivityResult_WhileSuspended_IsKeptUntilTheInstanceResumes(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => Listening(tasks
            .AddOrchestratorFunc("Work", context => context.CallActivityAsync<int>("Slow"))
            .AddActivityFunc<int>("Slow", async _ =>
            {
                await gate.PassAsync();
                return 7;
            })));
        var id = await host.ScheduleAsync("Work");
        await gate.ReachedAsync(host.Token);
        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        gate.Open();
        await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.GetAsync(id)).RuntimeStatus);
        await host.Client.ResumeInstanceAsync(id, host.Token);

        Assert.Equal(7, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Timer_DueWhileSuspended_FiresWhenTheInstanceResumes(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => Listening(tasks.AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return "fired";
            })),
            clock: EngineHost.NewClock());
        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id);
        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);

        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.GetAsync(id)).RuntimeStatus);
        await host.Client.ResumeInstanceAsync(id, host.Token);

        Assert.Equal("fired", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task Suspend_CompletedInstance_ChangesNothing(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Listening);
        var id = await host.ScheduleAsync("Nothing");
        await host.CompletionAsync(id);

        await host.Client.SuspendInstanceAsync(id, "too late", host.Token);
        await host.RunAsync("Nothing");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.GetAsync(id)).RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task Resume_InstanceThatIsNotSuspended_ChangesNothing(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Listening);
        var id = await host.StartedAsync("Listen");

        await host.Client.ResumeInstanceAsync(id, "needless", host.Token);
        await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.GetAsync(id)).RuntimeStatus);
        await host.Client.RaiseEventAsync(id, "Event", 1, host.Token);
        await host.Client.RaiseEventAsync(id, "Event", 2, host.Token);

        Assert.Equal([1, 2], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task Suspend_EngineStartedAnew_StaysSuspended(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Listening);
        var id = await host.StartedAsync("Listen");
        await host.Client.SuspendInstanceAsync(id, host.Token);
        await host.UntilStatusAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "Event", 1, host.Token);

        await host.StopAsync();
        await host.ResumeAsync();
        await host.Client.RaiseEventAsync(id, "Event", 2, host.Token);
        await host.RunAsync("Nothing");
        Assert.Equal(OrchestrationRuntimeStatus.Suspended, (await host.GetAsync(id)).RuntimeStatus);
        await host.Client.ResumeInstanceAsync(id, host.Token);

        Assert.Equal([1, 2], (await host.OutputOfAsync<List<int>>(id))!);
    }

    private static void Listening(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Nothing", (TaskOrchestrationContext _) => { })
        .AddOrchestratorFunc("Listen", async context =>
        {
            var first = await context.WaitForExternalEvent<int>("Event");
            return new List<int> { first, await context.WaitForExternalEvent<int>("Event") };
        });
}
