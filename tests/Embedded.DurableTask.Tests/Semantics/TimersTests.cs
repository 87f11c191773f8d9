using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class TimersTests
{
    [Theory, EngineModes]
    public async Task CreateTimer_Delay_FiresThenAndNotBefore(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", async context =>
            {
                var start = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromHours(12), CancellationToken.None);
                return context.CurrentUtcDateTime - start;
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id);
        host.Clock.Advance(TimeSpan.FromHours(12) - TimeSpan.FromSeconds(1));
        await host.Client.RaiseEventAsync(id, "Look", host.Token);
        await host.UntilHistoryAsync<EventRaised>(id);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await host.GetAsync(id)).RuntimeStatus);
        host.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(TimeSpan.FromHours(12), await host.OutputOfAsync<TimeSpan>(id));
    }

    [Theory, EngineModes]
    public async Task CreateTimer_LongerThanARuntimeTimerCanBe_Fires(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", async context =>
            {
                var start = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromDays(100), CancellationToken.None);
                return context.CurrentUtcDateTime - start;
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id);
        var completion = host.CompletionAsync(id);
        await host.AdvanceUntilAsync(completion, TimeSpan.FromDays(10));

        Assert.InRange(await host.OutputOfAsync<TimeSpan>(id), TimeSpan.FromDays(100), TimeSpan.FromDays(111));
    }

    [Theory, EngineModes]
    public async Task CreateTimer_ComputerThatSleptMeanwhile_FiresSoonAfterItWakes(EngineMode mode)
    {
        var clock = new SleepingClock(EngineHost.NewClock().Start);
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", context => context.CreateTimer(TimeSpan.FromHours(12), CancellationToken.None)),
            clock: clock);

        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id);
        clock.Sleep(TimeSpan.FromHours(12));
        var completion = host.CompletionAsync(id);
        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await completion).RuntimeStatus);
    }

    [Theory]
    [EngineModes(0)]
    [EngineModes(-60)]
    public async Task CreateTimer_TimeThatHasCome_FiresAtOnce(EngineMode mode, int seconds)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", context =>
                context.CreateTimer(context.CurrentUtcDateTime.AddSeconds(seconds), CancellationToken.None)),
            clock: EngineHost.NewClock());

        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Wait")).RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task CreateTimer_SeveralTimes_FireInTheirOrder(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", async context =>
            {
                var order = new List<int>();
                async Task After(int minutes)
                {
                    await context.CreateTimer(TimeSpan.FromMinutes(minutes), CancellationToken.None);
                    order.Add(minutes);
                }

                await Task.WhenAll(After(3), After(1), After(2));
                return order;
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id, 3);
        for (var fired = 1; fired <= 3; fired++)
        {
            host.Clock.Advance(TimeSpan.FromMinutes(1));
            await host.UntilHistoryAsync<TimerFired>(id, fired);
        }

        Assert.Equal([1, 2, 3], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task CreateTimer_EngineThatWasDown_FiresWhenItIsUpAgain(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Wait", async context =>
            {
                await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                return "fired";
            }),
            clock: EngineHost.NewClock());
        var id = await host.StartedAsync("Wait");
        await host.UntilHistoryAsync<TimerCreated>(id);

        await host.StopAsync();
        host.Clock.Advance(TimeSpan.FromHours(2));
        await host.ResumeAsync();

        Assert.Equal("fired", await host.OutputOfAsync<string>(id));
    }
}
