using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Activities, sub-orchestrations and their failures.</summary>
public sealed class OrchestrationTests
{
    [Fact]
    public async Task Orchestration_WithoutActivities_ReturnsItsResult()
    {
        await using TestHub hub = await new TestHub().Orchestrator<string, string>("Echo", (_, input) => Task.FromResult($"[{input}]")).RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("Echo", "hello", "one");

        Assert.Equal(OrchestrationStatus.Completed, state.OrchestrationStatus);
        Assert.Equal("\"[hello]\"", state.Output);
        Assert.Equal("\"hello\"", state.Input);
        Assert.Equal("Echo", state.Name);
        Assert.Equal("one", state.OrchestrationInstance.InstanceId);
        Assert.True(state.CompletedTime >= state.CreatedTime);
        Assert.True(state.LastUpdatedTime >= state.CreatedTime);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Activities_OneAfterTheOther_RunOnceEach(bool keepOrchestrators)
    {
        int runs = 0;
        await using TestHub hub = await new TestHub(o => o.KeepOrchestrators = keepOrchestrators)
            .Activity<int, int>("Add", input =>
            {
                Interlocked.Increment(ref runs);
                return Task.FromResult(input + 1);
            })
            .Orchestrator<int, int>("Chain", async (o, input) =>
            {
                for (int i = 0; i < 10; i++)
                {
                    input = await o.CallAsync<int>("Add", input);
                }

                return input;
            })
            .RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("Chain", 5);

        Assert.Equal("15", state.Output);
        Assert.Equal(10, runs);
    }

    [Fact]
    public async Task Activities_AllAtOnce_AreAllAwaited()
    {
        await using TestHub hub = await new TestHub()
            .Activity<int, int>("Square", input => Task.FromResult(input * input))
            .Orchestrator<int, int>("FanOut", async (o, count) => (await Task.WhenAll(Enumerable.Range(0, count).Select(i => o.CallAsync<int>("Square", i)))).Sum())
            .RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("FanOut", 200);

        Assert.Equal(Enumerable.Range(0, 200).Sum(i => i * i).ToString(), state.Output);
    }

    [Fact]
    public async Task Activity_Throws_ReachesTheOrchestratorAsFailure()
    {
        await using TestHub hub = await new TestHub()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("Not today."))
            .Orchestrator<string, string>("Catch", async (o, _) =>
            {
                try
                {
                    return await o.CallAsync<string>("Fail", "");
                }
                catch (Core.Exceptions.TaskFailedException e)
                {
                    return $"{e.FailureDetails!.ErrorType}: {e.FailureDetails.ErrorMessage}";
                }
            })
            .RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("Catch", "");

        Assert.Equal("\"System.InvalidOperationException: Not today.\"", state.Output);
    }

    [Fact]
    public async Task Orchestrator_Throws_IsFailedWithDetails()
    {
        await using TestHub hub = await new TestHub().Orchestrator<string, string>("Throw", (_, _) => throw new InvalidOperationException("Enough.")).RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("Throw", "", "broken");

        Assert.Equal(OrchestrationStatus.Failed, state.OrchestrationStatus);
        Assert.Equal("Enough.", state.FailureDetails.ErrorMessage);
        Assert.Equal("System.InvalidOperationException", state.FailureDetails.ErrorType);
        Assert.Contains("Enough.", state.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SubOrchestrations_ReturnTheirResultsAndNameTheirParent()
    {
        await using TestHub hub = await new TestHub()
            .Activity<int, int>("Double", input => Task.FromResult(input * 2))
            .Orchestrator<int, int>("Child", (o, input) => o.CallAsync<int>("Double", input))
            .Orchestrator<int, int>("Parent", async (o, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(i => o.CallSubAsync<int>("Child", $"{o.InstanceId}:{i}", i)))).Sum())
            .RunAsync();

        OrchestrationState state = await hub.RunToEndAsync("Parent", 20, "family");

        Assert.Equal("380", state.Output);
        OrchestrationState child = await hub.StateAsync("family:7");
        Assert.Equal("14", child.Output);
        Assert.Equal("family", child.ParentInstance.OrchestrationInstance.InstanceId);
    }

    [Fact]
    public async Task SubOrchestration_Fails_ReachesTheParent()
    {
        await using TestHub hub = await new TestHub()
            .Orchestrator<string, string>("Child", (_, _) => throw new ArgumentException("Bad child."))
            .Orchestrator<string, string>("Parent", async (o, _) =>
            {
                try
                {
                    return await o.CallSubAsync<string>("Child", "child", "");
                }
                catch (Core.Exceptions.SubOrchestrationFailedException e)
                {
                    return e.FailureDetails!.ErrorMessage;
                }
            })
            .RunAsync();

        Assert.Equal("\"Bad child.\"", (await hub.RunToEndAsync("Parent", "")).Output);
    }

    [Fact]
    public async Task SubOrchestration_WithTheIdOfOneUnderWay_Fails()
    {
        await using TestHub hub = await new TestHub()
            .Orchestrator<string, string>("Waits", (o, _) => o.WaitAsync("Go"))
            .Orchestrator<string, string>("Parent", async (o, _) =>
            {
                try
                {
                    return await o.CallSubAsync<string>("Waits", "taken", "");
                }
                catch (Core.Exceptions.SubOrchestrationFailedException e)
                {
                    return e.FailureDetails!.ErrorMessage;
                }
            })
            .RunAsync();
        await hub.StartAsync("Waits", "", "taken");

        OrchestrationState state = await hub.RunToEndAsync("Parent", "");

        Assert.Contains("'taken' cannot be started", state.Output, StringComparison.Ordinal);
        await hub.RaiseAsync("taken", "Go", "on");
        Assert.Equal("\"on\"", (await hub.WaitAsync("taken")).Output);
    }

    [Fact]
    public async Task LegacyErrors_AreKeptAsTheyAre()
    {
        await using var hub = new TestHub();
        hub.ConfigureWorker = worker => worker.ErrorPropagationMode = ErrorPropagationMode.SerializeExceptions;
        await hub.Activity<string, string>("Fail", _ => throw new InvalidOperationException("Old style."))
            .Orchestrator<string, string>("Catch", async (o, _) =>
            {
                try
                {
                    return await o.CallAsync<string>("Fail", "");
                }
                catch (Core.Exceptions.TaskFailedException e)
                {
                    return $"{e.InnerException!.GetType().Name}: {e.InnerException.Message}";
                }
            })
            .RunAsync();

        hub.Worker.TaskActivityDispatcher.IncludeDetails = true;

        Assert.Equal("\"InvalidOperationException: Old style.\"", (await hub.RunToEndAsync("Catch", "", "old")).Output);
        TaskFailedEvent failed = Assert.Single((await hub.HistoryAsync("old")).OfType<TaskFailedEvent>());
        Assert.Equal("Old style.", failed.Reason);
        Assert.NotNull(failed.Details);
    }

    [Fact]
    public async Task History_HoldsTheEventsInOrder()
    {
        await using TestHub hub = await new TestHub()
            .Activity<int, int>("Double", input => Task.FromResult(input * 2))
            .Orchestrator<int, int>("Once", (o, input) => o.CallAsync<int>("Double", input))
            .RunAsync();
        await hub.RunToEndAsync("Once", 4, "once");

        IReadOnlyList<HistoryEvent> history = await hub.HistoryAsync("once");

        EventType[] expected =
        [
            EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.TaskScheduled, EventType.OrchestratorCompleted,
            EventType.OrchestratorStarted, EventType.TaskCompleted, EventType.ExecutionCompleted, EventType.OrchestratorCompleted,
        ];
        Assert.Equal(expected, history.Select(e => e.EventType));
        string json = await hub.Service.GetOrchestrationHistoryAsync("once", null);
        Assert.Equal(8, Newtonsoft.Json.Linq.JArray.Parse(json).Count);
        Assert.Contains("\"Result\":\"8\"", json, StringComparison.Ordinal);
        Assert.Empty(await hub.HistoryAsync("nobody"));
    }
}
