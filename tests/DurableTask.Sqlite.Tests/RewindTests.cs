using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Taking failed orchestrations back to before their failures.</summary>
public sealed class RewindTests
{
    private bool broken = true;
    private int goodRuns;

    private TestHub Breaking() => new TestHub()
        .Activity<string, string>("Good", input =>
        {
            Interlocked.Increment(ref this.goodRuns);
            return Task.FromResult(input);
        })
        .Activity<string, string>("Bad", input => this.broken ? throw new InvalidOperationException("broken") : Task.FromResult(input))
        .Orchestrator<string, string>("Leaf", async (o, input) => await o.CallAsync<string>("Good", input) + await o.CallAsync<string>("Bad", "!"))
        .Orchestrator<string, string>("Middle", async (o, input) =>
        {
            string[] both = await Task.WhenAll(
                o.CallSubAsync<string>("Leaf", $"{o.InstanceId}:a", "a"),
                o.CallSubAsync<string>("Fine", $"{o.InstanceId}:b", "b"));
            return input + string.Concat(both);
        })
        .Orchestrator<string, string>("Fine", (o, input) => o.CallAsync<string>("Good", input))
        .Orchestrator<string, string>("Top", (o, input) => o.CallSubAsync<string>("Middle", $"{o.InstanceId}:m", input));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rewind_OfAFailedActivity_RunsOnlyItAgain(bool restarted)
    {
        await using TestHub hub = await this.Breaking().RunAsync();
        OrchestrationState failed = await hub.RunToEndAsync("Leaf", "x", "leaf");
        this.broken = false;
        if (restarted)
        {
            await hub.RestartAsync();
        }

        await hub.Service.RewindTaskOrchestrationAsync("leaf", "repaired");

        OrchestrationState state = await hub.WaitAsync("leaf");
        Assert.Equal(OrchestrationStatus.Failed, failed.OrchestrationStatus);
        Assert.Equal(OrchestrationStatus.Completed, state.OrchestrationStatus);
        Assert.Equal("\"x!\"", state.Output);
        Assert.Null(state.FailureDetails);
        Assert.Equal(1, this.goodRuns);
        Assert.Contains(await hub.HistoryAsync("leaf"), e => e is ExecutionRewoundEvent { Reason: "repaired" });
        Assert.DoesNotContain(await hub.HistoryAsync("leaf"), e => e is TaskFailedEvent);
    }

    [Fact]
    public async Task Rewind_ThroughSubOrchestrations_RepairsTheWholeTree()
    {
        await using TestHub hub = await this.Breaking().RunAsync();
        OrchestrationState failed = await hub.RunToEndAsync("Top", "x", "top");
        this.broken = false;

        await hub.Service.RewindTaskOrchestrationAsync("top", "repaired");

        OrchestrationState state = await hub.WaitAsync("top");
        Assert.Equal(OrchestrationStatus.Failed, failed.OrchestrationStatus);
        Assert.Equal("\"xa!b\"", state.Output);
        Assert.Equal(OrchestrationStatus.Completed, (await hub.StateAsync("top:m")).OrchestrationStatus);
        Assert.Equal(OrchestrationStatus.Completed, (await hub.StateAsync("top:m:a")).OrchestrationStatus);
        Assert.Equal(2, this.goodRuns);
    }

    [Fact]
    public async Task Rewind_Twice_RepairsWhatFailedTheSecondTime()
    {
        await using TestHub hub = await this.Breaking().RunAsync();
        await hub.RunToEndAsync("Top", "x", "top");
        await hub.Service.RewindTaskOrchestrationAsync("top", "first");
        Assert.Equal(OrchestrationStatus.Failed, (await hub.WaitAsync("top")).OrchestrationStatus);
        this.broken = false;

        await hub.Service.RewindTaskOrchestrationAsync("top", "second");

        Assert.Equal("\"xa!b\"", (await hub.WaitAsync("top")).Output);
    }

    [Fact]
    public async Task Rewind_WithActivitiesAndChildrenStillUnderWay_TakesTheirOutcomes()
    {
        var release = new TaskCompletionSource();
        await using TestHub hub = await this.Breaking()
            .Activity<string, string>("Slow", async input =>
            {
                await release.Task;
                return input;
            })
            .Orchestrator<string, string>("SlowChild", (o, input) => o.CallAsync<string>("Slow", input))
            .Orchestrator<string, string>("Mixed", async (o, _) =>
            {
                Task<string> child = o.CallSubAsync<string>("SlowChild", "mixed:child", "c");
                Task<string> slow = o.CallAsync<string>("Slow", "s");
                string bad = await o.CallAsync<string>("Bad", "b");
                return bad + await child + await slow;
            })
            .RunAsync();
        await hub.StartAsync("Mixed", "", "mixed");

        // The framework lets an orchestrator that throws end only when nothing that it started is open.
        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("mixed")).Any(e => e is TaskFailedEvent));
        release.SetResult();
        OrchestrationState failed = await hub.WaitAsync("mixed");
        this.broken = false;
        await hub.Service.RewindTaskOrchestrationAsync("mixed", "");

        Assert.Equal(OrchestrationStatus.Failed, failed.OrchestrationStatus);
        Assert.Equal("\"bcs\"", (await hub.WaitAsync("mixed")).Output);
    }

    [Fact]
    public async Task Rewind_AfterAFailedChildWasPurged_TellsTheParentSo()
    {
        await using TestHub hub = await this.Breaking()
            .Orchestrator<string, string>("Catching", async (o, input) =>
            {
                string child = await o.CallSubAsync<string>("Leaf", "lost", input);
                return child;
            })
            .RunAsync();
        await hub.RunToEndAsync("Catching", "x", "catching");
        await hub.Service.PurgeInstanceStateAsync("lost");
        this.broken = false;

        await hub.Service.RewindTaskOrchestrationAsync("catching", "");

        OrchestrationState state = await hub.WaitAsync("catching");
        Assert.Equal(OrchestrationStatus.Failed, state.OrchestrationStatus);
        Assert.Contains("it was purged", state.FailureDetails.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rewind_OfWhatHasNotFailed_IsRefused()
    {
        await using TestHub hub = await this.Breaking().RunAsync();
        await hub.RunToEndAsync("Fine", "x", "fine");

        InvalidOperationException e = await Assert.ThrowsAsync<InvalidOperationException>(() => hub.Service.RewindTaskOrchestrationAsync("fine", ""));

        Assert.Contains("Completed", e.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => hub.Service.RewindTaskOrchestrationAsync("nobody", ""));
    }
}
