using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class TimerCancellationTests
{
    [Theory, EngineModes]
    public async Task CreateTimer_Cancelled_ThrowsTaskCanceled(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Cancel", async context =>
            {
                using var source = new CancellationTokenSource();
                var timer = context.CreateTimer(TimeSpan.FromDays(1), source.Token);
                await context.CallActivityAsync("Work");
                source.Cancel();
                try
                {
                    await timer;
                    return "fired";
                }
                catch (TaskCanceledException)
                {
                    return "cancelled";
                }
            })
            .AddActivityFunc("Work", (TaskActivityContext _) => { }),
            clock: EngineHost.NewClock());

        Assert.Equal("cancelled", await host.OutputAsync<string>("Cancel"));
    }

    [Theory, EngineModes]
    public async Task CreateTimer_CancelledBeforeItIsMade_ThrowsTaskCanceled(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Cancel", async context =>
            {
                try
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), new CancellationToken(canceled: true));
                    return "fired";
                }
                catch (OperationCanceledException)
                {
                    return "cancelled";
                }
            }),
            clock: EngineHost.NewClock());

        Assert.Equal("cancelled", await host.OutputAsync<string>("Cancel"));
    }

    [Theory, EngineModes]
    public async Task CreateTimer_CancelledAfterARace_DoesNotHoldTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Race", async context =>
            {
                using var source = new CancellationTokenSource();
                var timeout = context.CreateTimer(TimeSpan.FromDays(1), source.Token);
                var work = context.CallActivityAsync<string>("Work");
                var winner = await Task.WhenAny(timeout, work);
                source.Cancel();
                return winner == work ? await work : "timeout";
            })
            .AddActivityFunc("Work", _ => "done"),
            clock: EngineHost.NewClock());

        Assert.Equal("done", await host.OutputAsync<string>("Race"));
    }

    [Theory, EngineModes]
    public async Task CreateTimer_Race_TheTimerMayWin(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Race", async context =>
            {
                var timeout = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                var work = context.CallActivityAsync<string>("Work");
                return await Task.WhenAny(timeout, work) == work ? await work : "timeout";
            })
            .AddActivityFunc<string>("Work", async _ =>
            {
                await gate.PassAsync();
                return "done";
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Race");
        await host.UntilHistoryAsync<TimerCreated>(id);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("timeout", await host.OutputOfAsync<string>(id));
        gate.Open();
    }
}
