namespace FunctionsHost.Tests.Durable;

public sealed class DrainTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ActivityRuns_ItsOutcomeIsKept_AndNothingNewBegins()
    {
        using var folder = new TempFolder();
        var (began, end) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var worker = Worker(async () =>
        {
            began.SetResult();
            await end.Task;
        });
        string id;
        await using (var host = await EngineHost.StartAsync(worker, folder: folder))
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Both", Cancelled);
            await began.Task.WaitAsync(Cancelled);
            var stopped = host.Engine.StopAsync();
            Assert.False(stopped.IsCompleted);
            end.SetResult();
            await stopped.WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
            Assert.Single(worker.Calls);
        }

        using var again = Worker(() => Task.CompletedTask);
        await using var restarted = await EngineHost.StartAsync(again, folder: folder);
        Assert.Equal("3", (await restarted.WaitAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Stop_ActivityDoesNotEnd_ItRunsAgainAfterTheRestart()
    {
        using var folder = new TempFolder();
        var began = new TaskCompletionSource();
        using var worker = Worker(async () =>
        {
            began.TrySetResult();
            await Task.Delay(Timeout.Infinite, Cancelled);
        });
        string id;
        await using (var host = await EngineHost.StartAsync(worker, folder: folder, drain: TimeSpan.FromMilliseconds(50)))
        {
            id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Both", Cancelled);
            await began.Task.WaitAsync(Cancelled);
            await host.Engine.StopAsync().WaitAsync(TimeSpan.FromSeconds(20), Cancelled);
        }

        using var again = Worker(() => Task.CompletedTask);
        await using var restarted = await EngineHost.StartAsync(again, folder: folder);
        Assert.Equal("3", (await restarted.WaitAsync(id)).SerializedOutput);
        Assert.Equal(2, again.Calls.Count);
    }

    private static RunnerWorker Worker(Func<Task> first)
        => new RunnerWorker()
            .Orchestrator("Both", async (context, _) => await context.CallActivityAsync<int>("One") + await context.CallActivityAsync<int>("Two"))
            .Activity("One", async (_, _) =>
            {
                await first();
                return 1;
            })
            .Activity("Two", _ => 2);
}
