using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ScheduledStartTests
{
    [Theory, EngineModes]
    public async Task StartAt_Future_IsPendingUntilThen(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var due = clock.GetUtcNow().AddHours(6);
        var id = await host.ScheduleAsync("When", options: new StartOrchestrationOptions(StartAt: due));
        var started = host.Client.WaitForInstanceStartAsync(id, host.Token);

        clock.Advance(TimeSpan.FromHours(5));
        await host.RunAsync("When");
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.GetAsync(id)).RuntimeStatus);
        Assert.False(started.IsCompleted);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(due.UtcDateTime, await host.OutputOfAsync<DateTime>(id));
        Assert.NotEqual(OrchestrationRuntimeStatus.Pending, (await started).RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task StartAt_OtherTimeZone_IsTheSameMoment(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var due = clock.GetUtcNow().AddHours(1).ToOffset(TimeSpan.FromHours(9));
        var id = await host.ScheduleAsync("When", options: new StartOrchestrationOptions(StartAt: due));

        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(due.UtcDateTime, await host.OutputOfAsync<DateTime>(id));
    }

    [Theory, EngineModes]
    public async Task StartAt_Past_StartsAtOnce(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);

        var output = await host.OutputAsync<DateTime>(
            "When", options: new StartOrchestrationOptions(StartAt: clock.GetUtcNow().AddDays(-1)));

        Assert.Equal(clock.GetUtcNow().UtcDateTime, output);
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_BeforeTheStart_IsKept(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var id = await host.ScheduleAsync("Listen", options: new StartOrchestrationOptions(StartAt: clock.GetUtcNow().AddHours(1)));

        await host.Client.RaiseEventAsync(id, "Event", "early", host.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await host.GetAsync(id)).RuntimeStatus);
        clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("early", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task StartAt_EngineThatWasDown_StartsWhenItIsUpAgain(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var id = await host.ScheduleAsync("When", options: new StartOrchestrationOptions(StartAt: clock.GetUtcNow().AddHours(1)));

        await host.StopAsync();
        clock.Advance(TimeSpan.FromHours(2));
        await host.ResumeAsync();

        Assert.Equal(clock.GetUtcNow().UtcDateTime, await host.OutputOfAsync<DateTime>(id));
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("When", context => context.CurrentUtcDateTime)
        .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Event"));
}
