using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RewindTests
{
    [Theory, EngineModes]
    public async Task Rewind_InstanceWithAFailedActivity_RunsOnlyThatAgain(EngineMode mode)
    {
        var broken = true;
        var runs = new int[3];
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Steps", async context =>
            {
                var sum = 0;
                for (var i = 0; i < 3; i++)
                {
                    sum += await context.CallActivityAsync<int>("Step", i);
                }

                return sum;
            })
            .AddActivityFunc<int, int>("Step", (_, i) =>
            {
                runs[i]++;
                return i == 1 && broken ? throw new CustomException("boom") : i + 1;
            }));
        var id = await host.ScheduleAsync("Steps");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(6, await host.OutputOfAsync<int>(id));
        Assert.Equal([1, 2, 1], runs);
        Assert.Equal(1, await host.CountAsync<ExecutionRewound>(id));
    }

    [Theory, EngineModes]
    public async Task Rewind_FanOutWithSomeFailures_RunsOnlyThoseAgain(EngineMode mode)
    {
        var broken = true;
        var runs = new int[10];
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("FanOut", context =>
                Task.WhenAll(Enumerable.Range(0, 10).Select(i => context.CallActivityAsync<int>("Work", i))))
            .AddActivityFunc<int, int>("Work", (_, i) =>
            {
                Interlocked.Increment(ref runs[i]);
                return i % 3 == 0 && broken ? throw new CustomException("boom") : i;
            }));
        var id = await host.ScheduleAsync("FanOut");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(Enumerable.Range(0, 10), await host.OutputOfAsync<List<int>>(id));
        Assert.Equal([2, 1, 1, 2, 1, 1, 2, 1, 1, 2], runs);
    }

    [Theory, EngineModes]
    public async Task Rewind_InstanceWithAFailedChild_RewindsTheChild(EngineMode mode)
    {
        var broken = true;
        var good = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
                await context.CallActivityAsync<int>("Good") + await context.CallSubOrchestratorAsync<int>("Child"))
            .AddOrchestratorFunc("Child", async context =>
                await context.CallActivityAsync<int>("Good") + await context.CallActivityAsync<int>("Bad"))
            .AddActivityFunc("Good", _ =>
            {
                Interlocked.Increment(ref good);
                return 1;
            })
            .AddActivityFunc("Bad", _ => broken ? throw new CustomException("boom") : 10));
        var id = await host.ScheduleAsync("Parent");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(12, await host.OutputOfAsync<int>(id));
        Assert.Equal(2, good);
    }

    [Theory, EngineModes]
    public async Task Rewind_StillBroken_FailsAgainAndCanBeRewoundAgain(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flaky", context => context.CallActivityAsync<int>("Work"))
            .AddActivityFunc("Work", _ => ++runs < 3 ? throw new CustomException($"boom {runs}") : runs));
        var id = await host.ScheduleAsync("Flaky");
        Assert.Contains("boom 1", (await host.CompletionAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);

        await host.Client.RewindInstanceAsync(id, "hope", host.Token);
        Assert.Contains("boom 2", (await host.CompletionAsync(id)).FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        await host.Client.RewindInstanceAsync(id, "more hope", host.Token);

        Assert.Equal(3, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Rewind_ActivityWhoseRetriesAreSpent_RunsItOnceMore(EngineMode mode)
    {
        var runs = 0;
        var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(1));
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync<int>("Flaky", TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Flaky", _ => ++runs < 4 ? throw new CustomException("not yet") : runs));
        var id = await host.ScheduleAsync("Try");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        await host.Client.RewindInstanceAsync(id, "once more", host.Token);

        Assert.Equal(4, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Rewind_FailureThatTheOrchestratorCaught_StaysCaught(EngineMode mode)
    {
        var broken = true;
        var runs = new int[2];
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Catch", async context =>
            {
                try
                {
                    await context.CallActivityAsync<string>("Work", 0);
                }
                catch (TaskFailedException)
                {
                    return "caught, then " + await context.CallActivityAsync<string>("Work", 1);
                }

                return "not caught";
            })
            .AddActivityFunc<int, string>("Work", (_, i) =>
            {
                runs[i]++;
                return broken ? throw new CustomException("boom") : "done";
            }));
        var id = await host.ScheduleAsync("Catch");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal("caught, then done", await host.OutputOfAsync<string>(id));
        Assert.Equal([1, 2], runs);
    }
}
