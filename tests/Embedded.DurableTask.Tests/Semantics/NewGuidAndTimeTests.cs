using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class NewGuidAndTimeTests
{
    [Theory, EngineModes]
    public async Task NewGuid_InAndAfterATurn_IsUniqueAndTheSameInEachReplay(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Guids", async context =>
            {
                var guids = new List<Guid> { context.NewGuid(), context.NewGuid() };
                var same = await context.CallActivityAsync<Guid>("Echo", guids[1]) == guids[1];
                guids.Add(context.NewGuid());
                same &= await context.CallActivityAsync<Guid>("Echo", guids[2]) == guids[2];
                return same && guids.Distinct().Count() == 3 && !guids.Contains(Guid.Empty);
            })
            .AddActivityFunc<Guid, Guid>("Echo", (_, guid) => guid));

        Assert.True(await host.OutputAsync<bool>("Guids"));
    }

    [Theory, EngineModes]
    public async Task NewGuid_OtherInstancesAndRounds_Differs(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc<List<Guid>, List<Guid>>("Guids", (context, guids) =>
            {
                guids = [.. guids ?? [], context.NewGuid()];
                if (guids.Count < 3)
                {
                    context.ContinueAsNew(guids);
                }

                return guids;
            }));

        var one = await host.OutputAsync<List<Guid>>("Guids");
        var other = await host.OutputAsync<List<Guid>>("Guids");

        Assert.Equal(6, one!.Concat(other!).Distinct().Count());
    }

    [Theory, EngineModes]
    public async Task CurrentUtcDateTime_OverTurns_GoesOnAndIsTheSameInEachReplay(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Times", async context =>
            {
                var times = new List<DateTime> { context.CurrentUtcDateTime };
                for (var i = 0; i < 3; i++)
                {
                    await context.CreateTimer(TimeSpan.FromHours(1), CancellationToken.None);
                    times.Add(context.CurrentUtcDateTime);
                }

                return times;
            }),
            clock: EngineHost.NewClock());
        var start = host.Clock.GetUtcNow().UtcDateTime;
        var id = await host.StartedAsync("Times");
        for (var i = 1; i <= 3; i++)
        {
            await host.UntilHistoryAsync<TimerCreated>(id, i);
            host.Clock.Advance(TimeSpan.FromHours(1));
        }

        var times = await host.OutputOfAsync<List<DateTime>>(id);

        Assert.Equal([start, start.AddHours(1), start.AddHours(2), start.AddHours(3)], times!);
        Assert.All(times!, time => Assert.Equal(DateTimeKind.Utc, time.Kind));
    }

    [Theory, EngineModes]
    public async Task CurrentUtcDateTime_WithinATurn_StandsStill(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc("Still", context =>
            {
                var before = context.CurrentUtcDateTime;
                clock.Advance(TimeSpan.FromHours(1));
                return context.CurrentUtcDateTime == before;
            }),
            clock: clock);

        Assert.True(await host.OutputAsync<bool>("Still"));
    }

    [Theory, EngineModes]
    public async Task GetInput_AnyTime_IsTheInput(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Input", async context =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                return context.GetInput<string>();
            }));

        Assert.Equal("hello", await host.OutputAsync<string>("Input", "hello"));
        Assert.Null(await host.OutputAsync<string>("Input"));
    }

    [Theory, EngineModes]
    public async Task Context_OfAnInstance_KnowsItsNameAndId(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Who", context => $"{context.Name} {context.InstanceId} '{context.Version}'"));

        Assert.Equal("Who me ''", await host.OutputAsync<string>("Who", options: new StartOrchestrationOptions("me")));
    }
}
