using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RewindOrchestratorFaultsTests
{
    [Theory, EngineModes]
    public async Task Rewind_OrchestratorThatThrewByItself_TakesItsLastTurnAgain(EngineMode mode)
    {
        var broken = true;
        var work = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Buggy", async context =>
            {
                var value = await context.CallActivityAsync<int>("Work");
                value += await context.WaitForExternalEvent<int>("Event");
                return broken ? throw new CustomException("a bug") : value + await context.CallActivityAsync<int>("Work");
            })
            .AddActivityFunc("Work", _ => Interlocked.Increment(ref work)));
        var id = await host.StartedAsync("Buggy");
        await host.Client.RaiseEventAsync(id, "Event", 10, host.Token);
        Assert.Equal("a bug", (await host.CompletionAsync(id)).FailureDetails!.ErrorMessage);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(1 + 10 + 2, await host.OutputOfAsync<int>(id));
        Assert.Equal(2, work);
    }

    [Theory, EngineModes]
    public async Task Rewind_OrchestratorThatThrewAfterAnActivity_KeepsTheActivitysResult(EngineMode mode)
    {
        var broken = true;
        var work = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Buggy", async context =>
            {
                var value = await context.CallActivityAsync<int>("Work");
                return broken ? throw new CustomException("a bug") : value;
            })
            .AddActivityFunc("Work", _ => Interlocked.Increment(ref work)));
        var id = await host.ScheduleAsync("Buggy");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(1, await host.OutputOfAsync<int>(id));
        Assert.Equal(1, work);
    }

    [Theory, EngineModes]
    public async Task Rewind_OrchestratorThatThrewAtOnce_StartsAgain(EngineMode mode)
    {
        var broken = true;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Buggy", (_, input) => broken ? throw new CustomException("a bug") : input));
        var id = await host.ScheduleAsync("Buggy", 7);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        broken = false;
        await host.Client.RewindInstanceAsync(id, "repaired", host.Token);

        Assert.Equal(7, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Rewind_InstanceThatHasNotFailed_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks.AddOrchestratorFunc("Seven", _ => 7));
        var id = await host.ScheduleAsync("Seven");
        await host.CompletionAsync(id);

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RewindInstanceAsync(id, "why not", host.Token));

        Assert.Contains(id, error.Message, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task Rewind_UnknownInstance_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, _ => { });

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RewindInstanceAsync("no-such-id", "why not", host.Token));

        Assert.Contains("no-such-id", error.Message, StringComparison.Ordinal);
    }
}
