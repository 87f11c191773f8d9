using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>Orchestrators that await what is not their context's.</summary>
public sealed class AsyncMisuseTests
{
    [Theory, EngineModes]
    public async Task Await_TaskDelay_FailsAndNamesTheMisuse(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Misuse", async context =>
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
                await context.CallActivityAsync("Work");
            }));

        await AssertNamedAsync(host);
    }

    [Theory, EngineModes]
    public async Task Await_TaskRun_FailsAndNamesTheMisuse(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Misuse", async context =>
            {
                await Task.Run(gate.PassAsync);
                await context.CallActivityAsync("Work");
            }));

        await AssertNamedAsync(host);
        gate.Open();
    }

    [Theory, EngineModes]
    public async Task Await_TaskThatNeverEnds_FailsAndNamesTheMisuse(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Misuse", async context =>
            {
                await context.CallActivityAsync("Work");
                await new TaskCompletionSource().Task;
            }));

        await AssertNamedAsync(host);
    }

    [Theory, EngineModes]
    public async Task Await_ForeignTaskBesideAnActivity_FailsAndNamesTheMisuse(EngineMode mode)
    {
        var foreign = new Gate();
        var activity = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddActivityFunc("Slow", _ => activity.PassAsync())
            .AddOrchestratorFunc("Misuse", async context =>
            {
                var slow = context.CallActivityAsync("Slow");
                await foreign.PassAsync();
                await slow;
            }));

        var failing = AssertNamedAsync(host);
        await activity.ReachedAsync(host.Token);
        foreign.Open();

        await failing;
        activity.Open();
    }

    [Theory, EngineModes]
    public async Task ConfigureAwaitFalse_ThenTheContext_FailsAndNamesTheMisuse(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Misuse", async context =>
            {
                await context.CallActivityAsync("Work").ConfigureAwait(false);
                await context.CallActivityAsync("Work").ConfigureAwait(false);
            }));

        await AssertNamedAsync(host);
    }

    [Theory, EngineModes]
    public async Task Await_TaskYieldAndFinishedTasks_IsNoMisuse(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Fine", async context =>
            {
                await Task.Yield();
                await Task.CompletedTask;
                await context.CallActivityAsync("Work");
                await Task.Yield();
                return await Task.FromResult("fine");
            }));

        Assert.Equal("fine", await host.OutputAsync<string>("Fine"));
    }

    private static DurableTaskRegistry Works(DurableTaskRegistry tasks) =>
        tasks.AddActivityFunc("Work", (TaskActivityContext _) => { });

    private static async Task AssertNamedAsync(EngineHost host)
    {
        var failure = await host.FailureAsync("Misuse");

        Assert.Contains("'Misuse'", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("awaited a task that its context did not create", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("CreateTimer", failure.ErrorMessage, StringComparison.Ordinal);
    }
}
