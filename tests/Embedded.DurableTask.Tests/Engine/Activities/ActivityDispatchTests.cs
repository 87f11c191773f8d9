using EmbeddedFunctions.DurableTask.Testing;
using EmbeddedFunctions.DurableTask.Tests.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Engine.Activities;

public sealed class ActivityDispatchTests : IDisposable
{
    private readonly Gate gate = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        this.gate.Dispose();
        this.folder.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task FirstActivity_BesideAFanOutOfAHundredThousand_IsAmongTheNextTwo(int limit)
    {
        await using DurableTaskTestHost host = await this.StartAsync(o =>
        {
            o.MaxConcurrentActivities = limit;

            // Those that the test lets wait at its end are not worth waiting for.
            o.DrainTimeout = TimeSpan.FromMilliseconds(1);
        });
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 100_000, new StartOrchestrationOptions("huge"));
        await this.gate.StartedAsync(limit);
        await host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 10, new StartOrchestrationOptions("small"));
        await Eventually.TrueAsync(() => host.Engine.Runtime.Activities.Queued == 100_000 - limit + 10, "all activities are queued");

        this.gate.Release(1);
        await this.gate.StartedAsync(limit + 1);
        this.gate.Release(1);
        await this.gate.StartedAsync(limit + 2);

        Assert.Contains("small", this.gate.Started[limit..(limit + 2)]);
    }

    [Fact]
    public async Task Activities_OfSeveralInstances_TakeTurns()
    {
        await using DurableTaskTestHost host = await this.StartAsync(o => o.MaxConcurrentActivities = 1);
        foreach (string id in (string[])["a", "b", "c"])
        {
            int queued = host.Engine.Runtime.Activities.Queued + host.Engine.Runtime.Activities.Running;
            await host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 4, new StartOrchestrationOptions(id));
            await Eventually.TrueAsync(
                () => host.Engine.Runtime.Activities.Queued + host.Engine.Runtime.Activities.Running == queued + 4, $"the activities of {id} are queued");
        }

        for (int i = 1; i <= 12; i++)
        {
            await this.gate.StartedAsync(i);
            this.gate.Release(1);
        }

        // The first of a ran before the others were there.
        Assert.Equal(["a", "a", "b", "c", "a", "b", "c", "a", "b", "c", "b", "c"], this.gate.Started);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task MaxConcurrentActivities_WithManyInstances_IsReachedAndNeverExceeded(int limit)
    {
        await using DurableTaskTestHost host = await this.StartAsync(o => o.MaxConcurrentActivities = limit);
        string[] ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 20)));
        await Eventually.TrueAsync(() => host.Engine.Runtime.Activities.Queued == 100 - limit, "all the others are queued");
        await this.gate.StartedAsync(limit);
        Assert.Equal(limit, this.gate.Running);

        this.gate.Release(100);
        OrchestrationMetadata[] ends = await Task.WhenAll(ids.Select(id => host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true)));

        Assert.All(ends, end => Assert.Equal(20, end.ReadOutputAs<int>()));
        Assert.Equal(limit, this.gate.Most);
        Assert.Equal(100, this.gate.Started.Length);
    }

    [Fact]
    public async Task StopAsync_WithActivitiesRunningAndQueued_KeepsWhatRanAndStartsNothing()
    {
        string database = this.folder.File("hub.db");
        DurableTaskTestHost host = await this.StartAsync(o =>
        {
            o.MaxConcurrentActivities = 2;
            o.DatabasePath = database;
        });
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 5);
        await this.gate.StartedAsync(2);

        Task stopped = host.Engine.StopAsync();
        this.gate.Release(2);
        await stopped;

        Assert.Equal(2, this.gate.Started.Length);
        this.gate.Release(3);
        await using DurableTaskTestHost next = await this.StartAsync(o => o.DatabasePath = database);
        OrchestrationMetadata end = await next.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        Assert.Equal(5, end.ReadOutputAs<int>());
        Assert.Equal(5, this.gate.Started.Length);
    }

    [Fact]
    public async Task StopAsync_AfterTheDrainTimeout_LeavesTheActivityToTheNextStart()
    {
        string database = this.folder.File("hub.db");
        DurableTaskTestHost host = await this.StartAsync(o =>
        {
            o.DrainTimeout = TimeSpan.FromMilliseconds(1);
            o.DatabasePath = database;
        });
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync("Flat", 1);
        await this.gate.StartedAsync(1);
        await host.Engine.StopAsync();

        this.gate.Release(2);
        await using DurableTaskTestHost next = await this.StartAsync(o => o.DatabasePath = database);
        OrchestrationMetadata end = await next.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);

        Assert.Equal(1, end.ReadOutputAs<int>());
        Assert.Equal(2, this.gate.Started.Length);
    }

    private Task<DurableTaskTestHost> StartAsync(Action<DurableTaskEngineOptions> options) => DurableTaskTestHost.StartAsync(
        registry => registry
            .AddActivityFunc<int, int>("Work", async (context, value) =>
            {
                await this.gate.PassAsync(context.InstanceId);
                return value;
            })
            .AddOrchestratorFunc<int, int>("Flat", async (context, count) =>
                (await Task.WhenAll(Enumerable.Range(0, count).Select(i => context.CallActivityAsync<int>("Work", i)))).Length),
        options);
}
