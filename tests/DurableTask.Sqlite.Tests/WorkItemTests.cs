using System.Collections.Concurrent;
using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Work items that are abandoned, outlast their worker, or wait for one another.</summary>
public sealed class WorkItemTests
{
    [Fact]
    public async Task Activity_ThatAbortsItsSession_RunsAgain()
    {
        int runs = 0;
        await using TestHub hub = await new TestHub()
            .Activity<string, string>("Twice", input => Interlocked.Increment(ref runs) == 1 ? throw new SessionAbortedException("not now") : Task.FromResult(input))
            .Orchestrator<string, string>("Call", (o, input) => o.CallAsync<string>("Twice", input))
            .RunAsync();

        Assert.Equal("\"x\"", (await hub.RunToEndAsync("Call", "x", "call")).Output);
        Assert.Equal(2, runs);
        Assert.Single((await hub.HistoryAsync("call")).OfType<TaskCompletedEvent>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Turn_ThatIsAborted_IsTakenAgainWithTheSameMessages(bool keepOrchestrators)
    {
        int turns = 0;
        await using var hub = new TestHub(o => o.KeepOrchestrators = keepOrchestrators);
        hub.ConfigureWorker = worker => worker.AddOrchestrationDispatcherMiddleware(async (_, next) =>
        {
            await next();
            if (Interlocked.Increment(ref turns) % 2 == 1)
            {
                throw new SessionAbortedException("not now");
            }
        });
        await hub.Activity<int, int>("Square", input => Task.FromResult(input * input))
            .Orchestrator<int, int>("Chain", async (o, input) => await o.CallAsync<int>("Square", await o.CallAsync<int>("Square", input)))
            .RunAsync();

        Assert.Equal("81", (await hub.RunToEndAsync("Chain", 3, "chain")).Output);
        Assert.Equal(6, turns);
        Assert.Equal(2, (await hub.HistoryAsync("chain")).OfType<TaskScheduledEvent>().Count());
    }

    [Fact]
    public async Task Turn_ThatThrowsInTheDispatcher_IsTakenAgain()
    {
        int turns = 0;
        await using var hub = new TestHub();
        hub.ConfigureWorker = worker => worker.AddOrchestrationDispatcherMiddleware((_, next) =>
            Interlocked.Increment(ref turns) == 1 ? throw new IOException("a bad middleware") : next());
        await hub.Orchestrator<string, string>("Echo", (_, input) => Task.FromResult(input)).RunAsync();

        Assert.Equal("\"x\"", (await hub.RunToEndAsync("Echo", "x")).Output);
    }

    [Fact]
    public async Task Activity_ThatOutlastsItsWorker_IsNotRunTwice()
    {
        int runs = 0;
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub()
            .Activity<string, string>("Slow", async input =>
            {
                Interlocked.Increment(ref runs);
                entered.TrySetResult();
                await release.Task;
                return input;
            })
            .Orchestrator<string, string>("Call", (o, input) => o.CallAsync<string>("Slow", input))
            .RunAsync();
        await hub.StartAsync("Call", "x", "call");
        await entered.Task.WaitAsync(TestHub.Patience);
        await hub.Worker.StopAsync(isForced: true);
        await hub.RunAsync();

        release.SetResult();

        Assert.Equal("\"x\"", (await hub.WaitAsync("call")).Output);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Activities_UnderWayWhenTheFileWasClosed_RunAgain()
    {
        var runs = new ConcurrentBag<int>();
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub(o => o.MaxConcurrentActivities = 5)
            .Activity<int, int>("Slow", async input =>
            {
                runs.Add(input);
                await release.Task;
                return input;
            })
            .Orchestrator<int, int>("FanOut", async (o, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => o.CallAsync<int>("Slow", i)))).Sum())
            .RunAsync();
        await hub.StartAsync("FanOut", 20, "fan");
        await TestHub.EventuallyAsync(() => Task.FromResult(runs.Count == 5));
        await hub.RestartAsync();

        release.SetResult();

        Assert.Equal("190", (await hub.WaitAsync("fan")).Output);
        Assert.Equal(25, runs.Count);
    }

    [Fact]
    public async Task Activities_NeverExceedTheirLimit()
    {
        int running = 0, most = 0;
        await using TestHub hub = await new TestHub(o => o.MaxConcurrentActivities = 7)
            .Activity<int, int>("Count", async input =>
            {
                int now = Interlocked.Increment(ref running);
                InterlockedMax(ref most, now);
                await Task.Yield();
                Interlocked.Decrement(ref running);
                return input;
            })
            .Orchestrator<int, int>("FanOut", async (o, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => o.CallAsync<int>("Count", i)))).Length)
            .RunAsync();

        await hub.RunToEndAsync("FanOut", 300);

        Assert.InRange(most, 1, 7);
    }

    [Fact]
    public async Task LargeFanOut_LetsAnotherInstancesActivityInBetween()
    {
        var order = new ConcurrentQueue<string>();
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub(o => o.MaxConcurrentActivities = 1)
            .Activity<string, string>("Note", async input =>
            {
                order.Enqueue(input);
                await release.Task;
                return input;
            })
            .Orchestrator<int, int>("FanOut", async (o, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(_ => o.CallAsync<string>("Note", "large")))).Length)
            .Orchestrator<string, string>("Small", (o, _) => o.CallAsync<string>("Note", "small"))
            .RunAsync();
        await hub.StartAsync("FanOut", 1000, "large");
        await TestHub.EventuallyAsync(() => Task.FromResult(!order.IsEmpty));
        await hub.StartAsync("Small", "", "small");
        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("small")).Any(e => e is TaskScheduledEvent));

        release.SetResult();

        await hub.WaitAsync("small");
        Assert.InRange(order.ToList().IndexOf("small"), 1, 3);
        Assert.Equal("1000", (await hub.WaitAsync("large")).Output);
    }

    [Fact]
    public async Task Terminated_FanOut_RunsNoneOfWhatWaits()
    {
        int runs = 0;
        var entered = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub(o => o.MaxConcurrentActivities = 1)
            .Activity<int, int>("Slow", async input =>
            {
                Interlocked.Increment(ref runs);
                entered.TrySetResult();
                await release.Task;
                return input;
            })
            .Activity<int, int>("Quick", Task.FromResult)
            .Orchestrator<int, int>("FanOut", async (o, n) => (await Task.WhenAll(Enumerable.Range(0, n).Select(i => o.CallAsync<int>("Slow", i)))).Length)
            .Orchestrator<int, int>("Other", (o, n) => o.CallAsync<int>("Quick", n))
            .RunAsync();
        await hub.StartAsync("FanOut", 500, "fan");
        await entered.Task.WaitAsync(TestHub.Patience);

        await hub.Service.ForceTerminateTaskOrchestrationAsync("fan", "enough");
        await hub.WaitAsync("fan");
        release.SetResult();

        Assert.Equal("1", (await hub.RunToEndAsync("Other", 1)).Output);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Worker_WithoutTheOrchestrator_LeavesTheInstanceForOneThatHasIt()
    {
        await using TestHub hub = await new TestHub().Orchestrator<string, string>("Known", (_, input) => Task.FromResult(input)).RunAsync();
        await hub.StartAsync("Unknown", "x", "later");
        await hub.RunToEndAsync("Known", "y");

        await hub.ReopenAsync();
        await hub.Orchestrator<string, string>("Unknown", (_, input) => Task.FromResult(input + "!")).RunAsync();

        Assert.Equal("\"x!\"", (await hub.WaitAsync("later")).Output);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
