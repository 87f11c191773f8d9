using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>When an orchestrator's code runs on, and when it is replayed.</summary>
public sealed class SessionsTests
{
    [Theory, EngineModes]
    public async Task Sessions_SeveralTurns_RunTheCodeOnceOrReplayItInEach(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Turns", async context =>
            {
                runs++;
                for (var i = 0; i < 3; i++)
                {
                    await context.CallActivityAsync("Work");
                }
            })
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));

        await host.RunAsync("Turns");

        Assert.Equal(mode is EngineMode.SessionsInMemory or EngineMode.SessionsOnDisk ? 1 : 4, runs);
    }

    [Theory, EngineModes]
    public async Task IsReplaying_OverTheTurns_IsTrueForWhatWasDoneBefore(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Replays", async context =>
            {
                var list = new List<bool> { context.IsReplaying };
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                list.Add(context.IsReplaying);
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                list.Add(context.IsReplaying);
                return list;
            }));

        bool[] expected = mode is EngineMode.SessionsInMemory or EngineMode.SessionsOnDisk ? [false, false, false] : [true, true, false];
        Assert.Equal(expected, (await host.OutputAsync<List<bool>>("Replays"))!);
    }

    [Theory, EngineModes]
    public async Task IdleSession_AfterItsTimeout_IsReplayedWhenItGoesOn(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Idle", async context =>
            {
                runs++;
                var first = await context.WaitForExternalEvent<int>("Event");
                return first + await context.WaitForExternalEvent<int>("Event");
            }),
            options => options.ExtendedSessionIdleTimeout = TimeSpan.FromSeconds(10),
            EngineHost.NewClock());
        var id = await host.StartedAsync("Idle");
        await host.Client.RaiseEventAsync(id, "Event", 1, host.Token);
        await host.UntilHistoryAsync<EventRaised>(id);

        for (var i = 0; i < 10; i++)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(10));
        }

        await host.Client.RaiseEventAsync(id, "Event", 2, host.Token);

        Assert.Equal(3, await host.OutputOfAsync<int>(id));
        Assert.InRange(runs, 2, 3);
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task Restart_InTheMiddle_GoesOnWhereItWas(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Long", async context =>
            {
                var value = await context.CallActivityAsync<int>("Count");
                value += await context.WaitForExternalEvent<int>("Event");
                var guid = context.NewGuid();
                value += await context.CallActivityAsync<int>("Count");
                return await context.CallActivityAsync<Guid>("Echo", guid) == guid ? value : -1;
            })
            .AddActivityFunc("Count", _ => Interlocked.Increment(ref runs))
            .AddActivityFunc<Guid, Guid>("Echo", (_, guid) => guid));
        var id = await host.ScheduleAsync("Long");
        await host.UntilHistoryAsync<TaskCompleted>(id);

        await host.StopAsync();
        await host.ResumeAsync();
        await host.Client.RaiseEventAsync(id, "Event", 10, host.Token);

        Assert.Equal(1 + 10 + 2, await host.OutputOfAsync<int>(id));
        Assert.Equal(2, runs);
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task Restart_InTheMiddleOfAFanOut_RunsEachActivityOnce(EngineMode mode)
    {
        var gate = new Gate();
        var runs = new int[200];
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("FanOut", context =>
                    Task.WhenAll(Enumerable.Range(0, 200).Select(i => context.CallActivityAsync<int>("Work", i))))
                .AddActivityFunc<int, int>("Work", async (TaskActivityContext _, int i) =>
                {
                    Interlocked.Increment(ref runs[i]);
                    if (i >= 100)
                    {
                        await gate.PassAsync();
                    }

                    return i;
                }),
            options => options.MaxConcurrentActivities = 4);
        var id = await host.ScheduleAsync("FanOut");
        await gate.ReachedAsync(host.Token);

        var stopping = host.StopAsync();
        gate.Open();
        await stopping;
        Assert.InRange(runs.Sum(), 100, 199);
        await host.ResumeAsync();

        Assert.Equal(Enumerable.Range(0, 200), await host.OutputOfAsync<List<int>>(id));
        Assert.All(runs, count => Assert.Equal(1, count));
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task Restart_AfterTheEnd_StillKnowsTheResult(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Seven", _ => 7));
        var id = (await host.RunAsync("Seven")).InstanceId;

        await host.StopAsync();
        await host.ResumeAsync();

        Assert.Equal(7, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes(OnDisk = true)]
    public async Task Restart_ParentAndChildUnderWay_BothGoOn(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context =>
                context.CallSubOrchestratorAsync<string>("Child", new SubOrchestrationOptions(instanceId: "the-child")))
            .AddOrchestratorFunc("Child", context => context.WaitForExternalEvent<string>("Event")));
        var id = await host.StartedAsync("Parent");
        await host.Client.WaitForInstanceStartAsync("the-child", host.Token);

        await host.StopAsync();
        await host.ResumeAsync();
        await host.Client.RaiseEventAsync("the-child", "Event", "payload", host.Token);

        Assert.Equal("payload", await host.OutputOfAsync<string>(id));
    }
}
