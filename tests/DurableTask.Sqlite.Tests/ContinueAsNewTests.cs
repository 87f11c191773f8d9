using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Executions that follow one another under one id.</summary>
public sealed class ContinueAsNewTests
{
    private static TestHub Counting() => new TestHub().Orchestrator<int, int>("Count", async (o, value) =>
    {
        await o.DelayAsync(TimeSpan.FromMilliseconds(1));
        if (value < 10)
        {
            o.Context.ContinueAsNew(value + 1);
        }

        return value;
    });

    [Fact]
    public async Task ContinueAsNew_TenTimes_KeepsOnlyTheLastHistory()
    {
        await using TestHub hub = await Counting().RunAsync();
        OrchestrationInstance first = await hub.StartAsync("Count", 0, "count");

        OrchestrationState state = await hub.Client.WaitForOrchestrationAsync(first, TestHub.Patience);

        Assert.Equal("10", state.Output);
        Assert.Equal("10", state.Input);
        Assert.NotEqual(first.ExecutionId, state.OrchestrationInstance.ExecutionId);
        Assert.Single((await hub.HistoryAsync("count")).OfType<ExecutionStartedEvent>());
        Assert.Single((await hub.HistoryAsync("count")).OfType<TimerFiredEvent>());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ContinueAsNew_WithEventsNotYetTaken_CarriesThemOver(bool keepOrchestrators)
    {
        await using TestHub hub = await new TestHub(o => o.KeepOrchestrators = keepOrchestrators)
            .Orchestrator<string, string>("Collect", async (o, heard) =>
            {
                heard += await o.WaitAsync("Item");
                if (heard.Length < 5)
                {
                    o.Context.ContinueAsNew(heard);
                }

                return heard;
            })
            .RunAsync();
        await hub.StartAsync("Collect", "", "carry");

        await hub.Service.SendTaskOrchestrationMessageBatchAsync([.. "abcde".Select(c => new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = "carry" },
            Event = new EventRaisedEvent(-1, $"\"{c}\"") { Name = "Item" },
        })]);

        Assert.Equal("\"abcde\"", (await hub.WaitAsync("carry")).Output);
    }

    [Fact]
    public async Task ContinueAsNew_WithAnActivityStillOpen_ComesAfterIt()
    {
        var release = new TaskCompletionSource();
        await using TestHub hub = await new TestHub()
            .Activity<int, int>("Slow", async input =>
            {
                await release.Task;
                return input;
            })
            .Orchestrator<int, string>("Twice", async (o, round) =>
            {
                if (round == 1)
                {
                    return await o.WaitAsync("End");
                }

                _ = o.CallAsync<int>("Slow", 1);
                await o.WaitAsync("Next");
                o.Context.ContinueAsNew(1);
                return "";
            })
            .RunAsync();
        await hub.StartAsync("Twice", 0, "twice");
        await hub.RaiseAsync("twice", "Next", "");
        await hub.RaiseAsync("twice", "End", "over");
        release.SetResult();

        Assert.Equal("\"over\"", (await hub.WaitAsync("twice")).Output);
        Assert.DoesNotContain(await hub.HistoryAsync("twice"), e => e is TaskCompletedEvent);
    }

    [Fact]
    public async Task ContinueAsNew_WithTags_KeepsThem()
    {
        await using TestHub hub = await Counting().RunAsync();
        await hub.Client.CreateOrchestrationInstanceAsync("Count", "", "tagged", 8, new Dictionary<string, string> { ["team"] = "blue" });

        OrchestrationState state = await hub.WaitAsync("tagged");

        Assert.Equal("blue", state.Tags["team"]);
        Assert.Equal("10", state.Output);
    }
}
