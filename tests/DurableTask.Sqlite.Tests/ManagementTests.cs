using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Starting with an id that is taken, suspending, resuming, terminating, waiting.</summary>
public sealed class ManagementTests
{
    private static TestHub Waiting() => new TestHub()
        .Activity<string, string>("Echo", Task.FromResult)
        .Orchestrator<string, string>("Fails", (_, _) => throw new InvalidOperationException("no"))
        .Orchestrator<string, string>("Ends", (_, input) => Task.FromResult(input))
        .Orchestrator<string, string>("Waits", async (o, _) =>
        {
            o.Status = "waiting";
            return await o.WaitAsync("Go");
        });

    public static TheoryData<OrchestrationStatus, OrchestrationStatus[]?, bool> DedupeCases()
    {
        var cases = new TheoryData<OrchestrationStatus, OrchestrationStatus[]?, bool>();
        OrchestrationStatus[] statuses =
        [
            OrchestrationStatus.Pending, OrchestrationStatus.Running, OrchestrationStatus.Suspended,
            OrchestrationStatus.Completed, OrchestrationStatus.Failed, OrchestrationStatus.Terminated,
        ];
        foreach (OrchestrationStatus status in statuses)
        {
            bool active = status is OrchestrationStatus.Pending or OrchestrationStatus.Running or OrchestrationStatus.Suspended;
            cases.Add(status, null, active);
            cases.Add(status, [], false);
            cases.Add(status, [status], true);
            cases.Add(status, [.. statuses.Where(s => s != status)], false);
            cases.Add(status, statuses, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(DedupeCases))]
    public async Task Start_WithAnIdThatIsTaken_DependsOnTheStatusesAsked(OrchestrationStatus existing, OrchestrationStatus[]? dedupe, bool refused)
    {
        await using TestHub hub = Waiting();
        await ArrangeAsync(hub, existing);
        OrchestrationState before = await hub.StateAsync("taken");

        Task start = hub.Client.CreateOrchestrationInstanceAsync("Ends", "", "taken", "new", new Dictionary<string, string>(), dedupe!);

        if (refused)
        {
            await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => start);
            Assert.Equal(before.OrchestrationInstance.ExecutionId, (await hub.StateAsync("taken")).OrchestrationInstance.ExecutionId);
        }
        else
        {
            await start;
            if (existing == OrchestrationStatus.Pending)
            {
                await hub.RunAsync();
            }

            OrchestrationState after = await hub.WaitAsync("taken");
            Assert.Equal("\"new\"", after.Output);
            Assert.Single((await hub.HistoryAsync("taken")).OfType<ExecutionStartedEvent>());
        }
    }

    private static async Task ArrangeAsync(TestHub hub, OrchestrationStatus status)
    {
        if (status != OrchestrationStatus.Pending)
        {
            await hub.RunAsync();
        }

        await hub.StartAsync(status switch { OrchestrationStatus.Completed => "Ends", OrchestrationStatus.Failed => "Fails", _ => "Waits" }, "old", "taken");
        var instance = new OrchestrationInstance { InstanceId = "taken" };
        if (status == OrchestrationStatus.Suspended)
        {
            await hub.Client.SuspendInstanceAsync(instance);
        }
        else if (status == OrchestrationStatus.Terminated)
        {
            await hub.Client.TerminateInstanceAsync(instance, "");
        }

        await hub.EventuallyStatusAsync("taken", status);
    }

    [Fact]
    public async Task Start_OverOneThatRuns_DropsTheOldOnesWork()
    {
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using TestHub hub = await Waiting()
            .Activity<string, string>("Slow", async input =>
            {
                entered.TrySetResult();
                await release.Task;
                return input;
            })
            .Orchestrator<string, string>("Slowly", (o, input) => o.CallAsync<string>("Slow", input))
            .RunAsync();
        await hub.StartAsync("Slowly", "old", "same");
        await entered.Task.WaitAsync(TestHub.Patience);

        await hub.Client.CreateOrchestrationInstanceAsync("Waits", "", "same", "new", new Dictionary<string, string>(), []);
        release.SetResult();
        await hub.RaiseAsync("same", "Go", "fresh");

        OrchestrationState state = await hub.WaitAsync("same");
        Assert.Equal("Waits", state.Name);
        Assert.Equal("\"fresh\"", state.Output);
        Assert.DoesNotContain(await hub.HistoryAsync("same"), e => e is TaskCompletedEvent);
    }

    [Fact]
    public async Task Suspend_BuffersEventsUntilResumed()
    {
        await using TestHub hub = await Waiting().RunAsync();
        var instance = new OrchestrationInstance { InstanceId = "pause" };
        await hub.StartAsync("Waits", "", "pause");
        await hub.EventuallyStatusAsync("pause", OrchestrationStatus.Running);
        await hub.Client.SuspendInstanceAsync(instance, "lunch");
        await hub.EventuallyStatusAsync("pause", OrchestrationStatus.Suspended);
        await hub.RaiseAsync("pause", "Go", "buffered");
        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("pause")).Any(e => e is EventRaisedEvent));
        await hub.RestartAsync();
        OrchestrationState suspended = await hub.StateAsync("pause");

        await hub.Client.ResumeInstanceAsync(instance, "back");

        Assert.Equal(OrchestrationStatus.Suspended, suspended.OrchestrationStatus);
        Assert.Equal("lunch", suspended.Output);
        Assert.Equal("\"buffered\"", (await hub.WaitAsync("pause")).Output);
        Assert.Equal("lunch", (await hub.HistoryAsync("pause")).OfType<ExecutionSuspendedEvent>().Single().Reason);
        Assert.Equal("back", (await hub.HistoryAsync("pause")).OfType<ExecutionResumedEvent>().Single().Reason);
    }

    [Fact]
    public async Task Terminate_WhileSuspended_EndsWithTheReason()
    {
        await using TestHub hub = await Waiting().RunAsync();
        await hub.StartAsync("Waits", "", "end");
        await hub.Client.SuspendInstanceAsync(new OrchestrationInstance { InstanceId = "end" }, "lunch");
        await hub.EventuallyStatusAsync("end", OrchestrationStatus.Suspended);

        await hub.Client.TerminateInstanceAsync(new OrchestrationInstance { InstanceId = "end" }, "enough");

        OrchestrationState state = await hub.WaitAsync("end");
        Assert.Equal(OrchestrationStatus.Terminated, state.OrchestrationStatus);
        Assert.Equal("enough", state.Output);
    }

    [Fact]
    public async Task Terminate_EndsAtOnceWithTheReason()
    {
        await using TestHub hub = await Waiting().RunAsync();
        await hub.StartAsync("Waits", "", "end");
        await hub.EventuallyStatusAsync("end", OrchestrationStatus.Running);

        await hub.Client.TerminateInstanceAsync(new OrchestrationInstance { InstanceId = "end" }, "enough");

        OrchestrationState state = await hub.WaitAsync("end");
        Assert.Equal(OrchestrationStatus.Terminated, state.OrchestrationStatus);
        Assert.Equal("enough", state.Output);
    }

    [Fact]
    public async Task CustomStatus_IsThereWhileItRuns()
    {
        await using TestHub hub = await Waiting().RunAsync();
        await hub.StartAsync("Waits", "", "status");
        OrchestrationState state = await hub.Service.WaitForOrchestrationStartAsync("status", TestHub.Patience, default);

        Assert.Equal("\"waiting\"", state.Status);
    }

    [Fact]
    public async Task Wait_ForOneThatDoesNotEnd_TimesOutOrIsCancelled()
    {
        await using TestHub hub = await Waiting().RunAsync();
        await hub.StartAsync("Waits", "", "stays");
        using var cancel = new CancellationTokenSource();
        Task<OrchestrationState> cancelled = hub.Service.WaitForOrchestrationAsync("stays", null, Timeout.InfiniteTimeSpan, cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Assert.ThrowsAsync<TimeoutException>(() => hub.Service.WaitForOrchestrationAsync("stays", null, TimeSpan.FromMilliseconds(1), default));
        await Assert.ThrowsAsync<TimeoutException>(() => hub.Service.WaitForOrchestrationAsync("nobody", null, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task State_OfNobodyOrOfAnotherExecution_IsNull()
    {
        await using TestHub hub = await Waiting().RunAsync();
        OrchestrationInstance instance = await hub.StartAsync("Waits", "", "known");

        Assert.Null(await hub.Client.GetOrchestrationStateAsync("nobody"));
        Assert.Null(await hub.Client.GetOrchestrationStateAsync("known", "another"));
        Assert.NotNull(await hub.Client.GetOrchestrationStateAsync(instance));
        Assert.Empty(await hub.Service.GetOrchestrationStateAsync("nobody", allExecutions: true));
    }

    [Fact]
    public async Task VersionAndTags_ArePartOfTheState()
    {
        await using TestHub hub = await Waiting()
            .Orchestrator<string, string>("Versioned", (o, _) => Task.FromResult("one"), version: "1.0")
            .Orchestrator<string, string>("Versioned", (o, _) => Task.FromResult("two"), version: "2.0")
            .RunAsync();
        await hub.Client.CreateOrchestrationInstanceAsync("Versioned", "2.0", "v2", "in", new Dictionary<string, string> { ["a"] = "1", ["b"] = "ü" });

        OrchestrationState state = await hub.WaitAsync("v2");

        Assert.Equal("\"two\"", state.Output);
        Assert.Equal("2.0", state.Version);
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "ü" }, state.Tags);
    }
}
