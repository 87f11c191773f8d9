using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ContinueAsNewTests
{
    [Theory, EngineModes]
    public async Task ContinueAsNew_NewInput_StartsOverUntilItReturns(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", async (context, input) =>
            {
                if (input < 10)
                {
                    await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                    context.ContinueAsNew(input + 1);
                    return -1;
                }

                return input;
            }));

        var metadata = await host.RunAsync("Count");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        Assert.Equal(10, metadata.ReadOutputAs<int>());
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_InTheFirstTurn_StartsOver(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", (context, input) =>
            {
                if (input < 3)
                {
                    context.ContinueAsNew(input + 1);
                }

                return input;
            }));

        Assert.Equal(3, await host.OutputAsync<int>("Count"));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_NextRound_HasAHistoryOfItsOwn(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", async (context, input) =>
            {
                await context.CallActivityAsync("Work");
                if (input < 5)
                {
                    context.ContinueAsNew(input + 1);
                }

                return input;
            })
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));

        var id = await host.ScheduleAsync("Count");

        Assert.Equal(5, await host.OutputOfAsync<int>(id));
        Assert.Equal(1, await host.CountAsync<ExecutionStarted>(id));
        Assert.Equal(1, await host.CountAsync<TaskScheduled>(id));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_WorkOutstanding_DoesNotReachTheNextRound(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, string>("Rounds", async (context, round) =>
            {
                if (round == 0)
                {
                    _ = context.CallActivityAsync<string>("Slow");
                    await context.CallActivityAsync<string>("Fast", "first");
                    context.ContinueAsNew(1);
                    return "unused";
                }

                await context.WaitForExternalEvent<string>("Go");
                return await context.CallActivityAsync<string>("Fast", "second");
            })
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await gate.PassAsync();
                return "of the first round";
            })
            .AddActivityFunc<string, string>("Fast", (_, input) => input));

        var id = await host.ScheduleAsync("Rounds", 0);
        await gate.ReachedAsync(host.Token);
        await host.UntilAsync(async () => (await host.GetAsync(id)).SerializedInput == "1");
        gate.Open();
        await host.Client.RaiseEventAsync(id, "Go", "go", host.Token);

        Assert.Equal("second", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_TimerOutstanding_DoesNotReachTheNextRound(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks.AddOrchestratorFunc<int, string>("Rounds", async (context, round) =>
            {
                if (round == 0)
                {
                    _ = context.CreateTimer(TimeSpan.FromMinutes(1), CancellationToken.None);
                    await context.WaitForExternalEvent<string>("Go");
                    context.ContinueAsNew(1);
                    return "unused";
                }

                var start = context.CurrentUtcDateTime;
                await context.CreateTimer(TimeSpan.FromMinutes(10), CancellationToken.None);
                return $"{(context.CurrentUtcDateTime - start).TotalMinutes} minutes";
            }),
            clock: EngineHost.NewClock());

        var id = await host.StartedAsync("Rounds", 0);
        await host.UntilHistoryAsync<TimerCreated>(id);
        await host.Client.RaiseEventAsync(id, "Go", "go", host.Token);
        await host.UntilAsync(async () => (await host.GetAsync(id)).SerializedInput == "1");
        await host.UntilHistoryAsync<TimerCreated>(id);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        host.Clock.Advance(TimeSpan.FromMinutes(9));

        Assert.Equal("10 minutes", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_Child_ReturnsItsLastResultToTheParent(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", context => context.CallSubOrchestratorAsync<int>("Child", 0))
            .AddOrchestratorFunc<int, int>("Child", async (context, round) =>
            {
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                if (round < 4)
                {
                    context.ContinueAsNew(round + 1);
                }

                return context.Parent is null ? -1 : round;
            }));

        Assert.Equal(4, await host.OutputAsync<int>("Parent"));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_NewVersion_IsTheNextRoundsVersion(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, string>("Upgrade", async (context, round) =>
            {
                if (round == 0)
                {
                    await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                    context.ContinueAsNew(new ContinueAsNewOptions { NewVersion = "v2", NewInput = 1 });
                    return string.Empty;
                }

                return context.Version;
            }));

        Assert.Equal("v2", await host.OutputAsync<string>("Upgrade", 0));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_Tags_AreKept(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Count", (context, input) =>
            {
                if (input < 2)
                {
                    context.ContinueAsNew(input + 1);
                }

                return input;
            }));

        var metadata = await host.RunAsync("Count", 0, new StartOrchestrationOptions
        {
            Tags = new Dictionary<string, string> { ["owner"] = "tests" },
        });

        Assert.Equal("tests", metadata.Tags["owner"]);
    }
}
