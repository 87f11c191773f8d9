using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ExternalEventTimeoutsTests
{
    [Theory, EngineModes]
    public async Task WaitForExternalEvent_EventInTime_CompletesWithoutTheTimer(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Event", TimeSpan.FromDays(7))),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Event", "payload", host.Token);

        Assert.Equal("payload", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_NoEventInTime_IsCancelledThen(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Listen", async context =>
            {
                var start = context.CurrentUtcDateTime;
                try
                {
                    return await context.WaitForExternalEvent<string>("Event", TimeSpan.FromDays(7));
                }
                catch (TaskCanceledException)
                {
                    return $"nothing in {(context.CurrentUtcDateTime - start).TotalDays} days";
                }
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Listen");
        await host.UntilHistoryAsync<TimerCreated>(id);
        host.Clock.Advance(TimeSpan.FromDays(7));

        Assert.Equal("nothing in 7 days", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_NoEventInTimeAndNotCaught_FailsTheInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Event", TimeSpan.Zero)),
            clock: EngineHost.NewClock());

        Assert.True((await host.FailureAsync("Listen")).IsCausedBy<OperationCanceledException>());
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_CancelledByTheOrchestrator_IsCancelled(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("Listen", async context =>
                {
                    using var source = new CancellationTokenSource();
                    var wait = context.WaitForExternalEvent<string>("Event", TimeSpan.FromDays(7), source.Token);
                    await context.CallActivityAsync("Work");
                    source.Cancel();
                    try
                    {
                        return await wait;
                    }
                    catch (OperationCanceledException)
                    {
                        return "cancelled";
                    }
                })
                .AddActivityFunc("Work", (TaskActivityContext _) => { }),
            clock: EngineHost.NewClock());

        Assert.Equal("cancelled", await host.OutputAsync<string>("Listen"));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_OneOfTwo_TheOtherCanBeCancelled(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Listen", async context =>
            {
                using var source = new CancellationTokenSource();
                var first = context.WaitForExternalEvent<string>("One", TimeSpan.FromDays(7), source.Token);
                var second = context.WaitForExternalEvent<string>("Two", TimeSpan.FromDays(7), source.Token);
                var winner = await Task.WhenAny(first, second);
                var result = await winner;
                source.Cancel();
                return $"{(winner == first ? "One" : "Two")}: {result}";
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Two", "payload", host.Token);

        Assert.Equal("Two: payload", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_TimedOutBefore_TheNextWaiterReceives(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Listen", async context =>
            {
                var attempts = 0;
                while (true)
                {
                    attempts++;
                    try
                    {
                        return $"{await context.WaitForExternalEvent<string>("Event", TimeSpan.FromMinutes(1))} at {attempts}";
                    }
                    catch (TaskCanceledException)
                    {
                        context.SetCustomStatus(attempts);
                    }
                }
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Listen");
        for (var timers = 1; timers <= 2; timers++)
        {
            await host.UntilHistoryAsync<TimerCreated>(id, timers);
            host.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        await host.UntilHistoryAsync<TimerCreated>(id, 3);
        await host.Client.RaiseEventAsync(id, "Event", "payload", host.Token);

        Assert.Equal("payload at 3", await host.OutputOfAsync<string>(id));
    }
}
