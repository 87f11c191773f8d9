using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Tests.Hub;

namespace DurableTask.Sqlite.Tests;

/// <summary>Many instances at once, and memory that cannot hold them.</summary>
public sealed class ScaleTests
{
    private static TestHub Waiting(long cache) => new TestHub(o => o.MaxCachedBytes = cache)
        .Activity<int, int>("Add", input => Task.FromResult(input + 1))
        .Orchestrator<int, int>("Step", async (o, input) =>
        {
            int first = await o.CallAsync<int>("Add", input);
            await o.WaitAsync("Go");
            return await o.CallAsync<int>("Add", first);
        });

    [Theory]
    [InlineData(0)]
    [InlineData(64 * 1024 * 1024)]
    public async Task ThousandInstances_AllWaiting_AllEnd(long cache)
    {
        await using TestHub hub = await Waiting(cache).RunAsync();
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => hub.StartAsync("Step", i, $"s{i}")));
        await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => hub.RaiseAsync($"s{i}", "Go", "")));

        OrchestrationState[] states = await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => hub.WaitAsync($"s{i}")));

        Assert.Equal(Enumerable.Range(2, 1000).Select(i => i.ToString()), states.Select(s => s.Output));
    }

    [Fact]
    public async Task Instances_AtRestWithoutCache_LeaveNothingInMemory()
    {
        await using TestHub hub = await Waiting(cache: 0).RunAsync();
        for (int i = 0; i < 20; i++)
        {
            await hub.StartAsync("Step", i, $"s{i}");
        }

        await TestHub.EventuallyAsync(async () => (await hub.HistoryAsync("s19")).Any(e => e is TaskCompletedEvent));
        await TestHub.EventuallyAsync(() => Task.FromResult(hub.Service.OpenHub!.Table.Count == 0));

        for (int i = 0; i < 20; i++)
        {
            await hub.RaiseAsync($"s{i}", "Go", "");
            Assert.Equal($"{i + 2}", (await hub.WaitAsync($"s{i}")).Output);
        }
    }

    [Fact]
    public async Task ManyInstances_ShareTransactions()
    {
        await using TestHub hub = await Waiting(64 * 1024 * 1024).RunAsync();
        long before = hub.Service.CommitCount;

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async i =>
        {
            await hub.StartAsync("Step", i, $"s{i}");
            await hub.RaiseAsync($"s{i}", "Go", "");
            await hub.WaitAsync($"s{i}");
        }));

        // Each has at least five changes of its own: a start, an event, three turns.
        Assert.InRange(hub.Service.CommitCount - before, 1, 500 * 5 / 2);
    }
}
