using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class UnknownNamesTests
{
    [Theory, EngineModes]
    public async Task Start_UnknownOrchestrator_FailsTheInstanceAndNamesIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, _ => { });

        Assert.Contains("'Bogus'", (await host.FailureAsync("Bogus")).ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task CallActivity_UnknownName_IsATaskFailureThatNamesIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", async context =>
            {
                try
                {
                    await context.CallActivityAsync("Bogus");
                    return "no failure";
                }
                catch (TaskFailedException failed)
                {
                    return failed.FailureDetails.ErrorMessage;
                }
            }));

        Assert.Contains("'Bogus'", await host.OutputAsync<string>("Flow"), StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task CallSubOrchestrator_UnknownName_IsATaskFailureThatNamesIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallSubOrchestratorAsync("Bogus")));

        var failure = await host.FailureAsync("Flow");

        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Contains("'Bogus'", failure.InnerFailure!.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task CallActivity_UnknownNameWithARetryPolicy_IsNotRetried(EngineMode mode)
    {
        var asked = 0;
        var policy = new RetryPolicy(5, TimeSpan.FromHours(1)) { HandleFailure = _ => ++asked > 0 };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", context => context.CallActivityAsync("Bogus", TaskOptions.FromRetryPolicy(policy))));

        // A retry would come in an hour: the instance fails at once.
        await host.FailureAsync("Flow");

        Assert.Equal(0, asked);
    }

    [Theory, EngineModes]
    public async Task Start_NoName_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, _ => { });

        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.ScheduleAsync(string.Empty));
    }
}
