using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsHost.Tests.Durable;

/// <summary>Microsoft's durable client against the host's service.</summary>
public sealed class ClientTests : IAsyncLifetime
{
    private readonly RunnerWorker _worker = new RunnerWorker()
        .Orchestrator("Echo", (context, input) =>
        {
            context.SetCustomStatus(new { phase = "echoing" });
            return Task.FromResult<object?>(input);
        })
        .Orchestrator("Wait", async (context, _) => await context.WaitForExternalEvent<string>("go"))
        .Orchestrator("Parent", async (context, _) => await context.CallSubOrchestratorAsync<string>("Wait", options: new SubOrchestrationOptions(instanceId: context.InstanceId + "-child")))
        .Orchestrator("Fail", async (context, _) => await context.CallActivityAsync<string>("FailOnce", context.InstanceId))
        .Activity("FailOnce", input => Seen.TryAdd(input.GetString()!, true) ? throw new TimeoutException("late") : "better");

    private EngineHost? _host;

    private static System.Collections.Concurrent.ConcurrentDictionary<string, bool> Seen { get; } = new();

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private DurableTaskClient Client => _host!.Client;

    public async ValueTask InitializeAsync() => _host = await EngineHost.StartAsync(_worker);

    public async ValueTask DisposeAsync()
    {
        await _host!.DisposeAsync();
        _worker.Dispose();
    }

    [Fact]
    public async Task Call_WithoutTheSecretName_IsDenied()
    {
        await using var stranger = _host!.ClientOf("Test");

        var refused = await Assert.ThrowsAsync<RpcException>(() => stranger.GetInstanceAsync("any", Cancelled));
        var history = await Assert.ThrowsAsync<RpcException>(() => stranger.GetOrchestrationHistoryAsync("any", Cancelled));

        Assert.Equal((StatusCode.PermissionDenied, StatusCode.PermissionDenied), (refused.StatusCode, history.StatusCode));
    }

    [Fact]
    public async Task Metadata_OfACompletedInstance_HasAllMembers()
    {
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);
        var options = new StartOrchestrationOptions("the one") { Tags = new Dictionary<string, string> { ["who"] = "me" }, Version = "2.1" };
        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", new { x = 1 }, options, Cancelled);

        var done = await _host!.WaitAsync("the one");

        Assert.Equal(("Echo", "the one", OrchestrationRuntimeStatus.Completed), (done.Name, done.InstanceId, done.RuntimeStatus));
        Assert.Equal(("""{"x":1}""", """{"x":1}""", """{"phase":"echoing"}"""), (done.SerializedInput, done.SerializedOutput, done.SerializedCustomStatus));
        Assert.Equal("me", done.Tags["who"]);
        Assert.InRange(done.CreatedAt, before, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.InRange(done.LastUpdatedAt, done.CreatedAt, DateTimeOffset.UtcNow.AddSeconds(1));
        Assert.Null(done.FailureDetails);
        var bare = await Client.GetInstanceAsync("the one", getInputsAndOutputs: false, Cancelled);
        Assert.Null(bare!.SerializedInput);
    }

    [Fact]
    public async Task Get_Unknown_IsNull_AndWaitingForItFails()
    {
        Assert.Null(await Client.GetInstanceAsync("nobody", Cancelled));
        var refused = await Assert.ThrowsAsync<RpcException>(() => Client.WaitForInstanceCompletionAsync("nobody", Cancelled));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task WaitForStart_BeforeTheInstanceExists_ReturnsWhenItRuns()
    {
        var waiting = Client.WaitForInstanceStartAsync("soon", Cancelled);
        await Client.ScheduleNewOrchestrationInstanceAsync("Wait", new StartOrchestrationOptions("soon"), Cancelled);

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await waiting).RuntimeStatus);
    }

    [Fact]
    public async Task Start_IdThatRuns_FailsUnlessItMayBeReplaced()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", Cancelled);
        await _host!.UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, new StartOrchestrationOptions(id), Cancelled));
        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 2, new StartOrchestrationOptions(id) { DedupeStatuses = [] }, Cancelled);

        Assert.Equal("2", (await _host.WaitAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Start_IdThatIsOver_FailsOnlyIfItIsToBeKept()
    {
        var id = (await _host!.RunAsync("Echo", 1)).InstanceId;
        var keep = new StartOrchestrationOptions(id) { DedupeStatuses = [nameof(OrchestrationRuntimeStatus.Completed)] };

        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Client.ScheduleNewOrchestrationInstanceAsync("Echo", 2, keep, Cancelled));
        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 3, new StartOrchestrationOptions(id), Cancelled);
        await _host.UntilAsync(id, OrchestrationRuntimeStatus.Completed);

        Assert.Equal("3", (await _host.WaitAsync(id)).SerializedOutput);
    }

    [Fact]
    public async Task Terminate_Recursive_EndsTheChildToo()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Parent", Cancelled);
        await _host!.UntilAsync(id + "-child", OrchestrationRuntimeStatus.Running);

        await Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("stop", Recursive: true), Cancelled);

        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _host.WaitAsync(id)).RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, (await _host.WaitAsync(id + "-child")).RuntimeStatus);
        Assert.Equal(2, (await Client.PurgeInstanceAsync(id, new PurgeInstanceOptions(Recursive: true), Cancelled)).PurgedInstanceCount);
        Assert.Null(await Client.GetInstanceAsync(id + "-child", Cancelled));
    }

    [Fact]
    public async Task Purge_RunningOrUnknown_DeletesNothing()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", Cancelled);
        await _host!.UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.PurgeInstanceAsync(id, cancellation: Cancelled));
        Assert.Equal(0, (await Client.PurgeInstanceAsync("nobody", cancellation: Cancelled)).PurgedInstanceCount);
        Assert.NotNull(await Client.GetInstanceAsync(id, Cancelled));
    }

    [Fact]
    public async Task PurgeAll_ByStatus_LeavesTheOthers()
    {
        await _host!.RunAsync("Echo", 1);
        await _host.RunAsync("Echo", 2);
        var failed = await _host.RunAsync("Fail");

        var purged = await Client.PurgeAllInstancesAsync(new PurgeInstancesFilter(DateTimeOffset.UnixEpoch, null, [OrchestrationRuntimeStatus.Completed]), Cancelled);

        Assert.Equal(2, purged.PurgedInstanceCount);
        Assert.Equal([failed.InstanceId], await IdsAsync(new OrchestrationQuery()));
    }

    [Fact]
    public async Task Query_InPages_GivesEachOnce()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await Client.ScheduleNewOrchestrationInstanceAsync("Echo", i, new StartOrchestrationOptions($"page-{i}"), Cancelled));
        }

        await Client.ScheduleNewOrchestrationInstanceAsync("Echo", new StartOrchestrationOptions("other"), Cancelled);
        foreach (var id in ids)
        {
            await _host!.WaitAsync(id);
        }

        var pages = new List<int>();
        await foreach (var page in Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "page-", PageSize: 2, FetchInputsAndOutputs: true)).AsPages())
        {
            pages.Add(page.Values.Count);
            Assert.All(page.Values, item => Assert.Equal(item.SerializedInput, item.SerializedOutput));
        }

        Assert.Equal([2, 2, 1], pages);
        Assert.Equal(6, (await Client.ListInstanceIdsAsync(pageSize: 10, cancellation: Cancelled)).Values.Count);
    }

    [Fact]
    public async Task Restart_FinishedOrNot_AsDocumented()
    {
        var id = (await _host!.RunAsync("Echo", "x")).InstanceId;

        var other = await Client.RestartAsync(id, restartWithNewInstanceId: true, Cancelled);
        var same = await Client.RestartAsync(id, restartWithNewInstanceId: false, Cancelled);

        Assert.Equal((false, true), (other == id, same == id));
        Assert.Equal("\"x\"", (await _host.WaitAsync(other)).SerializedOutput);
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RestartAsync("nobody", cancellation: Cancelled));
        var running = await Client.ScheduleNewOrchestrationInstanceAsync("Wait", Cancelled);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RestartAsync(running, restartWithNewInstanceId: false, Cancelled));
    }

    [Fact]
    public async Task Rewind_Failed_GoesOnFromTheFailure()
    {
        var failed = await _host!.RunAsync("Fail");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, failed.RuntimeStatus);

        await Client.RewindInstanceAsync(failed.InstanceId, "mended", Cancelled);
        await _host.UntilAsync(failed.InstanceId, OrchestrationRuntimeStatus.Completed);

        Assert.Equal("\"better\"", (await _host.WaitAsync(failed.InstanceId)).SerializedOutput);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.RewindInstanceAsync(failed.InstanceId, "again", Cancelled));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.RewindInstanceAsync("nobody", "", Cancelled));
    }

    [Fact]
    public async Task History_IsStreamedInOrder()
    {
        var id = (await _host!.RunAsync("Fail")).InstanceId;

        var history = await Client.GetOrchestrationHistoryAsync(id, Cancelled);

        Assert.Equal(
            ["OrchestratorStarted", "ExecutionStarted", "TaskScheduled", "OrchestratorCompleted", "OrchestratorStarted", "TaskFailed", "ExecutionCompleted", "OrchestratorCompleted"],
            history.Select(item => item.EventType.ToString()));
        await Assert.ThrowsAsync<ArgumentException>(() => Client.GetOrchestrationHistoryAsync("nobody", Cancelled));
    }

    [Fact]
    public async Task ScheduledStart_InTheFuture_StaysPending()
    {
        var id = await Client.ScheduleNewOrchestrationInstanceAsync("Echo", 1, new StartOrchestrationOptions(StartAt: DateTimeOffset.UtcNow.AddHours(1)), Cancelled);

        Assert.Equal(OrchestrationRuntimeStatus.Pending, (await Client.GetInstanceAsync(id, Cancelled))!.RuntimeStatus);
    }

    private async Task<List<string>> IdsAsync(OrchestrationQuery query)
    {
        var ids = new List<string>();
        await foreach (var item in Client.GetAllInstancesAsync(query))
        {
            ids.Add(item.InstanceId);
        }

        return ids;
    }
}
