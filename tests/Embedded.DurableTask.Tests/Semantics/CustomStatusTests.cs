using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class CustomStatusTests
{
    [Theory, EngineModes]
    public async Task SetCustomStatus_InTheFirstTurn_IsThereWhenTheInstanceHasStarted(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", async context =>
            {
                context.SetCustomStatus("Started!");
                var status = await context.WaitForExternalEvent<object>("Status");
                context.SetCustomStatus(status);
            }));
        var id = await host.ScheduleAsync("Report");

        var started = await host.Client.WaitForInstanceStartAsync(id, getInputsAndOutputs: true, host.Token);
        Assert.Equal("Started!", started.ReadCustomStatusAs<string>());
        await host.Client.RaiseEventAsync(id, "Status", ("Hello", 42), host.Token);

        Assert.Equal(("Hello", 42), (await host.CompletionAsync(id)).ReadCustomStatusAs<(string, int)>());
    }

    [Theory, EngineModes]
    public async Task SetCustomStatus_SeveralTimesInATurn_TheLastCounts(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", (TaskOrchestrationContext context) =>
            {
                context.SetCustomStatus(1);
                context.SetCustomStatus(2);
                context.SetCustomStatus(3);
            }));

        Assert.Equal(3, (await host.RunAsync("Report")).ReadCustomStatusAs<int>());
    }

    [Theory, EngineModes]
    public async Task SetCustomStatus_Null_ClearsIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", async context =>
            {
                context.SetCustomStatus("something");
                await context.CreateTimer(TimeSpan.Zero, CancellationToken.None);
                context.SetCustomStatus(null);
            }));

        var metadata = await host.RunAsync("Report");

        Assert.Null(metadata.SerializedCustomStatus);
        Assert.Null(metadata.ReadCustomStatusAs<string>());
    }

    [Theory, EngineModes]
    public async Task SetCustomStatus_OfAFailedInstance_IsKept(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", async context =>
            {
                context.SetCustomStatus("about to fail");
                await context.CallActivityAsync("Fail");
            })
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new CustomException("boom"))));

        var metadata = await host.RunAsync("Report");

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Equal("about to fail", metadata.ReadCustomStatusAs<string>());
    }

    [Theory, EngineModes]
    public async Task SetCustomStatus_Over16KB_FailsAndSaysHowMuchIsAllowed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", (TaskOrchestrationContext context) => context.SetCustomStatus(new string('x', 17 * 1024))));

        var failure = await host.FailureAsync("Report");

        Assert.True(failure.IsCausedBy<ArgumentException>());
        Assert.Contains("16384", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task SetCustomStatus_JustUnderTheLimit_IsKept(EngineMode mode)
    {
        var status = new string('x', 8 * 1024 - 2);
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Report", (TaskOrchestrationContext context) => context.SetCustomStatus(status)));

        Assert.Equal(status, (await host.RunAsync("Report")).ReadCustomStatusAs<string>());
    }
}
