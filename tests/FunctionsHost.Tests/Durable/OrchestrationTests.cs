using System.Text.Json;
using FunctionsHost.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace FunctionsHost.Tests.Durable;

/// <summary>What orchestrators can do, on the real runner of the worker: kept between turns, and replayed at each.</summary>
public sealed class OrchestrationTests
{
    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static TheoryData<bool> Modes => [true, false];

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Activities_InSequence_EachGetsItsInputAndGivesItsResult(bool cached)
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Sum", async (context, input) =>
            {
                var sum = 0;
                for (var i = 1; i <= input.GetInt32(); i++)
                {
                    sum += await context.CallActivityAsync<int>("Double", i);
                }

                return sum;
            })
            .Activity("Double", input => input.GetInt32() * 2);
        await using var host = await EngineHost.StartAsync(worker, cached);

        var done = await host.RunAsync("Sum", 5);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, done.RuntimeStatus);
        Assert.Equal(30, done.ReadOutputAs<int>());
        Assert.Equal(["1", "2", "3", "4", "5"], worker.Calls.Select(call => call.Input));
        Assert.Equal(cached, worker.Turns.Skip(1).All(turn => turn.Past == 0));
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Activities_ManyAtOnce_AllResultsArriveInOrder(bool cached)
    {
        using var worker = new RunnerWorker()
            .Orchestrator("All", async (context, input) =>
                await Task.WhenAll(Enumerable.Range(0, input.GetInt32()).Select(i => context.CallActivityAsync<int>("Square", i))))
            .Activity("Square", input => input.GetInt32() * input.GetInt32());
        await using var host = await EngineHost.StartAsync(worker, cached);

        var done = await host.RunAsync("All", 100);

        Assert.Equal(Enumerable.Range(0, 100).Select(i => i * i), done.ReadOutputAs<int[]>());
    }

    [Fact]
    public async Task ActivityResult_StringThatLooksLikeJson_StaysAString()
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Echo", async (context, input) => await context.CallActivityAsync<string>("Same", input.GetString()))
            .Activity("Same", input => input.GetString());
        await using var host = await EngineHost.StartAsync(worker);

        Assert.Equal("5", (await host.RunAsync("Echo", "5")).ReadOutputAs<string>());
        Assert.Equal("[1] \"ü\"", (await host.RunAsync("Echo", "[1] \"ü\"")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task ActivityInput_List_ArrivesAsTheList()
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Pass", async (context, input) => await context.CallActivityAsync<int>("Count", input))
            .Activity("Count", input => input.GetArrayLength());
        await using var host = await EngineHost.StartAsync(worker);

        Assert.Equal(1, (await host.RunAsync("Pass", new[] { 7 })).ReadOutputAs<int>());
        Assert.Equal(0, (await host.RunAsync("Pass", Array.Empty<int>())).ReadOutputAs<int>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task SubOrchestration_InputAndOutput_ArriveUnchanged(bool cached)
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Parent", async (context, input) => await context.CallSubOrchestratorAsync<int[]>("Child", input))
            .Orchestrator("Child", (_, input) => Task.FromResult<object?>(input));
        await using var host = await EngineHost.StartAsync(worker, cached);

        var done = await host.RunAsync("Parent", new[] { 1 });

        Assert.Equal("[1]", done.SerializedOutput);
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Events_SentBeforeAndAfterTheWait_AreAllReceived(bool cached)
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Listen", async (context, _) =>
                await context.WaitForExternalEvent<string>("a") + await context.WaitForExternalEvent<string>("b"));
        await using var host = await EngineHost.StartAsync(worker, cached);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Listen", Cancelled);
        await host.Client.WaitForInstanceStartAsync(id, Cancelled);

        await host.Client.RaiseEventAsync(id, "b", "2", Cancelled);
        await host.Client.RaiseEventAsync(id, "a", "1", Cancelled);

        Assert.Equal("12", (await host.WaitAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task ContinueAsNew_ThreeTimes_EndsWithTheLastInput(bool cached)
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Again", async (context, input) =>
            {
                var next = await context.CallActivityAsync<int>("Next", input.GetInt32());
                if (next < 4)
                {
                    context.ContinueAsNew(next);
                }

                return next;
            })
            .Activity("Next", input => input.GetInt32() + 1);
        await using var host = await EngineHost.StartAsync(worker, cached);

        Assert.Equal(4, (await host.RunAsync("Again", 0)).ReadOutputAs<int>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Suspended_EventArrives_IsHandledOnlyAfterResume(bool cached)
    {
        using var worker = new RunnerWorker().Orchestrator("Wait", async (context, _) => await context.WaitForExternalEvent<string>("go"));
        await using var host = await EngineHost.StartAsync(worker, cached);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Cancelled);
        await host.UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await host.Client.SuspendInstanceAsync(id, "lunch", Cancelled);
        await host.UntilAsync(id, OrchestrationRuntimeStatus.Suspended);
        await host.Client.RaiseEventAsync(id, "go", "now", Cancelled);
        await host.Client.ResumeInstanceAsync(id, "back", Cancelled);

        Assert.Equal("now", (await host.WaitAsync(id)).ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task Terminated_WhileItWaits_EndsAtOnceWithTheOutput(bool cached)
    {
        using var worker = new RunnerWorker().Orchestrator("Wait", async (context, _) =>
        {
            await context.CreateTimer(TimeSpan.FromHours(12), CancellationToken.None);
            return null;
        });
        await using var host = await EngineHost.StartAsync(worker, cached);
        var id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Wait", Cancelled);
        await host.UntilAsync(id, OrchestrationRuntimeStatus.Running);

        await host.Client.TerminateInstanceAsync(id, "enough", Cancelled);

        var done = await host.WaitAsync(id);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, done.RuntimeStatus);
        Assert.Equal("enough", done.ReadOutputAs<string>());
    }

    [Theory]
    [MemberData(nameof(Modes))]
    public async Task RetryPolicy_FailsTwice_SucceedsAtTheThirdAttempt(bool cached)
    {
        var attempts = 0;
        using var worker = new RunnerWorker()
            .Orchestrator("Retry", async (context, _) =>
                await context.CallActivityAsync<string>("Flaky", options: TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1)))))
            .Activity("Flaky", _ => ++attempts < 3 ? throw new TimeoutException("not yet") : "done");
        await using var host = await EngineHost.StartAsync(worker, cached);

        Assert.Equal("done", (await host.RunAsync("Retry")).ReadOutputAs<string>());
        Assert.Equal(3, attempts);
    }

    [Fact]
    public async Task Activity_Fails_OrchestratorSeesTypeMessageAndStack()
    {
        TaskFailureDetails? seen = null;
        using var worker = new RunnerWorker()
            .Orchestrator("Catch", async (context, _) =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Throw");
                }
                catch (TaskFailedException e)
                {
                    seen = e.FailureDetails;
                    throw;
                }
            })
            .Activity("Throw", _ => throw new JsonException("because: of\nthis"));
        await using var host = await EngineHost.StartAsync(worker);

        var done = await host.RunAsync("Catch");

        Assert.Equal(("System.Text.Json.JsonException", "because: of\nthis"), (seen!.ErrorType, seen.ErrorMessage));
        Assert.Contains("at ", seen.StackTrace, StringComparison.Ordinal);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, done.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", done.FailureDetails!.ErrorType);
        Assert.Equal("Task 'Throw' (#0) failed with an unhandled exception: because: of\nthis", done.FailureDetails.ErrorMessage);
        Assert.Equal("System.Text.Json.JsonException", done.FailureDetails.InnerFailure!.ErrorType);
    }

    [Fact]
    public async Task UnknownNames_FailTheInstance_AndSayWhatThereIs()
    {
        using var worker = new RunnerWorker()
            .Orchestrator("Known", async (context, _) => await context.CallActivityAsync<string>("Nowhere"))
            .Activity("Here", _ => null);
        await using var host = await EngineHost.StartAsync(worker);

        var noOrchestrator = await host.RunAsync("Unknown");
        var noActivity = await host.RunAsync("Known");

        Assert.Equal("The app has no orchestrator function named 'Unknown'. It has: Known.", noOrchestrator.FailureDetails!.ErrorMessage);
        Assert.Contains("The app has no activity function named 'Nowhere'. It has: Here.", noActivity.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_InAnotherCase_AreFound()
    {
        using var worker = new RunnerWorker().Orchestrator("Known", (_, _) => Task.FromResult<object?>("here"));
        await using var host = await EngineHost.StartAsync(worker);

        Assert.Equal("here", (await host.RunAsync("KNOWN")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Worker_ForgetsWhatItKept_HistoryIsSentAgain()
    {
        using var worker = new RunnerWorker();
        worker
            .Orchestrator("Sum", async (context, _) =>
                await context.CallActivityAsync<int>("One") + await context.CallActivityAsync<int>("One") + await context.CallActivityAsync<int>("One"))
            .Activity("One", _ =>
            {
                worker.Forget();
                return 1;
            });
        await using var host = await EngineHost.StartAsync(worker);

        Assert.Equal(3, (await host.RunAsync("Sum")).ReadOutputAs<int>());
        Assert.Equal(3, worker.Turns.Count(turn => !turn.Answered));
    }

    [Fact]
    public async Task Worker_IsGoneDuringTurnsAndActivities_TheyAreDoneAgain()
    {
        var gone = 0;
        using var worker = new RunnerWorker();
        worker
            .Orchestrator("Sum", async (context, _) => await context.CallActivityAsync<int>("One") + await context.CallActivityAsync<int>("One"))
            .Activity("One", _ => 1);
        // Every other invocation is lost.
        worker.Fault = name => Interlocked.Increment(ref gone) % 2 == 1 ? new WorkerUnavailableException($"{name} was lost") : null;
        await using var host = await EngineHost.StartAsync(worker);

        Assert.Equal(2, (await host.RunAsync("Sum")).ReadOutputAs<int>());
        Assert.Equal(2, worker.Calls.Count);
    }
}
