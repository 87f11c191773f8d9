using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>External events: their order, and what becomes of those that come too early or too late.</summary>
public sealed class EventTests
{
    private static TestHub Collecting() => new TestHub().Orchestrator<int, string>("Collect", async (o, count) =>
    {
        var heard = new List<string>();
        while (heard.Count < count)
        {
            heard.Add(await o.WaitAsync("Item"));
        }

        return string.Join(",", heard);
    });

    [Fact]
    public async Task Events_SentOneAfterTheOther_ArriveInOrder()
    {
        await using TestHub hub = await Collecting().RunAsync();
        await hub.StartAsync("Collect", 100, "order");

        for (int i = 0; i < 100; i++)
        {
            await hub.RaiseAsync("order", "Item", i.ToString());
        }

        Assert.Equal($"\"{string.Join(",", Enumerable.Range(0, 100))}\"", (await hub.WaitAsync("order")).Output);
    }

    [Fact]
    public async Task Events_SentBeforeTheWorkerRuns_WaitForIt()
    {
        await using TestHub hub = Collecting();
        await hub.StartAsync("Collect", 2, "early");
        await hub.RaiseAsync("early", "Item", "a");
        await hub.ReopenAsync();
        await hub.RaiseAsync("early", "Item", "b");

        await hub.RunAsync();

        Assert.Equal("\"a,b\"", (await hub.WaitAsync("early")).Output);
    }

    [Fact]
    public async Task Event_ForAnInstanceThatIsNotThere_IsDropped()
    {
        await using TestHub hub = await Collecting().RunAsync();

        await hub.RaiseAsync("nobody", "Item", "lost");
        await hub.StartAsync("Collect", 1, "nobody");
        await hub.RaiseAsync("nobody", "Item", "heard");

        Assert.Equal("\"heard\"", (await hub.WaitAsync("nobody")).Output);
    }

    [Fact]
    public async Task Event_ForAnInstanceThatHasEnded_IsDropped()
    {
        await using TestHub hub = await Collecting().RunAsync();
        await hub.RunToEndAsync("Collect", 0, "over");
        int events = (await hub.HistoryAsync("over")).Count;

        await hub.RaiseAsync("over", "Item", "late");

        // A later change of the same hub is done: so was the earlier one.
        await hub.RunToEndAsync("Collect", 0, "after");
        Assert.Equal(events, (await hub.HistoryAsync("over")).Count);
        Assert.Equal(OrchestrationStatus.Completed, (await hub.StateAsync("over")).OrchestrationStatus);
    }

    [Fact]
    public async Task Event_ForAnotherExecution_IsDropped()
    {
        await using TestHub hub = await Collecting().RunAsync();
        await hub.StartAsync("Collect", 1, "one");

        await hub.Client.RaiseEventAsync(new OrchestrationInstance { InstanceId = "one", ExecutionId = "some other" }, "Item", "lost");
        await hub.RaiseAsync("one", "Item", "heard");

        Assert.Equal("\"heard\"", (await hub.WaitAsync("one")).Output);
    }

    [Fact]
    public async Task Event_SentByAnOrchestration_ReachesAnother()
    {
        await using TestHub hub = await Collecting()
            .Orchestrator<string, string>("Send", (o, to) =>
            {
                o.Context.SendEvent(new OrchestrationInstance { InstanceId = to }, "Item", "from " + o.InstanceId);
                return Task.FromResult("sent");
            })
            .RunAsync();
        await hub.StartAsync("Collect", 1, "receiver");

        await hub.RunToEndAsync("Send", "receiver", "sender");

        Assert.Equal("\"from sender\"", (await hub.WaitAsync("receiver")).Output);
        Assert.Contains(await hub.HistoryAsync("sender"), e => e is EventSentEvent { InstanceId: "receiver" });
    }

    [Fact]
    public async Task Events_TenThousandForOneInstance_AreAllHeard()
    {
        await using TestHub hub = await Collecting().RunAsync();
        await hub.StartAsync("Collect", 10_000, "many");

        TaskMessage[] messages = [.. Enumerable.Range(0, 10_000).Select(i => new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = "many" },
            Event = new EventRaisedEvent(-1, $"\"{i}\"") { Name = "Item" },
        })];
        foreach (TaskMessage[] part in messages.Chunk(1000))
        {
            await hub.Service.SendTaskOrchestrationMessageBatchAsync(part);
        }

        Assert.Equal($"\"{string.Join(",", Enumerable.Range(0, 10_000))}\"", (await hub.WaitAsync("many")).Output);
        Assert.Equal(10_000, (await hub.HistoryAsync("many")).OfType<EventRaisedEvent>().Count());
    }

    [Fact]
    public async Task Payloads_OfTenMegabytes_PassThrough()
    {
        string large = new('x', 10 * 1024 * 1024);
        await using TestHub hub = await new TestHub()
            .Activity<string, string>("Echo", Task.FromResult)
            .Orchestrator<string, string>("Large", async (o, input) =>
            {
                string back = await o.CallAsync<string>("Echo", input);
                return back + (await o.WaitAsync("More"))[..1];
            })
            .RunAsync();
        await hub.StartAsync("Large", large, "large");
        await hub.RaiseAsync("large", "More", large);

        OrchestrationState state = await hub.WaitAsync("large");

        Assert.Equal(large.Length + 3, state.Output.Length);
        Assert.Equal(large.Length + 2, state.Input.Length);
    }
}
