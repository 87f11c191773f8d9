using DurableTask.Core;
using DurableTask.Core.Query;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>Lists of instances and purging them.</summary>
public sealed class QueryTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private TestHub Hub() => new TestHub(o => o.TimeProvider = this.clock)
        .Orchestrator<string, string>("Ends", (_, input) => Task.FromResult(input))
        .Orchestrator<string, string>("Fails", (_, _) => throw new InvalidOperationException("no"))
        .Orchestrator<string, string>("Waits", (o, _) => o.WaitAsync("Go"))
        .Orchestrator<int, int>("Tree", async (o, depth) =>
            depth == 0 ? 1 : (await Task.WhenAll(o.CallSubAsync<int>("Tree", $"{o.InstanceId}.0", depth - 1), o.CallSubAsync<int>("Tree", $"{o.InstanceId}.1", depth - 1))).Sum());

    private static async Task<List<OrchestrationState>> AllAsync(TestHub hub, OrchestrationQuery query)
    {
        var all = new List<OrchestrationState>();
        do
        {
            OrchestrationQueryResult page = await hub.Service.GetOrchestrationWithQueryAsync(query, default);
            Assert.True(page.OrchestrationState.Count <= query.PageSize);
            all.AddRange(page.OrchestrationState);
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);
        return all;
    }

    private static IEnumerable<string> Ids(IEnumerable<OrchestrationState> states) => states.Select(s => s.OrchestrationInstance.InstanceId);

    [Fact]
    public async Task Query_ByStatusTimeAndPrefix_FindsWhatMatchesAll()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "1", "a-1");
        await hub.RunToEndAsync("Fails", "2", "a-2");
        this.clock.Advance(TimeSpan.FromHours(1));
        await hub.RunToEndAsync("Ends", "3", "b-3");
        await hub.StartAsync("Waits", "4", "a-4");
        await hub.EventuallyStatusAsync("a-4", OrchestrationStatus.Running);
        DateTime middle = this.clock.Start.UtcDateTime.AddMinutes(30);

        Assert.Equal(["a-1", "a-2", "b-3", "a-4"], Ids(await AllAsync(hub, new OrchestrationQuery())));
        Assert.Equal(["a-1", "a-2", "a-4"], Ids(await AllAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "a-" })));
        Assert.Equal(["a-1", "a-2"], Ids(await AllAsync(hub, new OrchestrationQuery { CreatedTimeTo = middle })));
        Assert.Equal(["b-3", "a-4"], Ids(await AllAsync(hub, new OrchestrationQuery { CreatedTimeFrom = middle })));
        Assert.Equal(["a-2", "a-4"], Ids(await AllAsync(hub, new OrchestrationQuery { RuntimeStatus = [OrchestrationStatus.Failed, OrchestrationStatus.Running] })));
        Assert.Equal(["a-1"], Ids(await AllAsync(hub, new OrchestrationQuery { RuntimeStatus = [OrchestrationStatus.Completed], InstanceIdPrefix = "a-" })));
        Assert.Equal(["a-1", "a-2", "b-3", "a-4"], Ids(await AllAsync(hub, new OrchestrationQuery { RuntimeStatus = [], PageSize = 1 })));
    }

    [Fact]
    public async Task Query_WithoutPayloads_LeavesThemOut()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "in and out", "one");
        await hub.RunToEndAsync("Fails", "in", "two");

        List<OrchestrationState> with = await AllAsync(hub, new OrchestrationQuery());
        List<OrchestrationState> without = await AllAsync(hub, new OrchestrationQuery { FetchInputsAndOutputs = false });

        Assert.Equal("\"in and out\"", with[0].Input);
        Assert.Equal("\"in and out\"", with[0].Output);
        Assert.Equal("no", with[1].FailureDetails.ErrorMessage);
        Assert.All(without, s => Assert.True(s is { Input: null, Output: null, FailureDetails: null, Name.Length: > 0 }));
    }

    [Fact]
    public async Task Query_WhileInstancesAreAdded_NeitherSkipsNorRepeats()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        for (int i = 0; i < 20; i++)
        {
            await hub.StartAsync("Waits", "", $"i-{i:00}");
        }

        var seen = new List<string>();
        var query = new OrchestrationQuery { PageSize = 3 };
        int added = 20;
        do
        {
            OrchestrationQueryResult page = await hub.Service.GetOrchestrationWithQueryAsync(query, default);
            seen.AddRange(Ids(page.OrchestrationState));
            query.ContinuationToken = page.ContinuationToken;
            if (added < 30)
            {
                await hub.StartAsync("Waits", "", $"i-{added++:00}");
                await hub.Service.PurgeInstanceStateAsync(seen[0]);
            }
        }
        while (query.ContinuationToken is not null);

        Assert.Equal(Enumerable.Range(0, added).Select(i => $"i-{i:00}").Take(seen.Count), seen);
        Assert.True(seen.Count >= 20);
    }

    [Fact]
    public async Task Query_WithATokenThatIsNone_IsRefused()
    {
        await using TestHub hub = this.Hub();

        await Assert.ThrowsAsync<ArgumentException>(
            () => hub.Service.GetOrchestrationWithQueryAsync(new OrchestrationQuery { ContinuationToken = "what?" }, default));
    }

    [Fact]
    public async Task Purge_ById_DeletesStateAndHistory()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "", "gone");
        await hub.StartAsync("Waits", "", "running");
        await hub.EventuallyStatusAsync("running", OrchestrationStatus.Running);

        PurgeResult first = await hub.Service.PurgeInstanceStateAsync("gone");
        PurgeResult again = await hub.Service.PurgeInstanceStateAsync("gone");
        PurgeResult running = await hub.Service.PurgeInstanceStateAsync("running");

        Assert.Equal((1, 0, 1), (first.DeletedInstanceCount, again.DeletedInstanceCount, running.DeletedInstanceCount));
        Assert.Null(await hub.StateAsync("gone"));
        Assert.Empty(await hub.HistoryAsync("gone"));
        await hub.RaiseAsync("running", "Go", "too late");
        Assert.Null(await hub.StateAsync("running"));
    }

    [Fact]
    public async Task Purge_ByFilter_LeavesWhatHasNotEndedAndWhatDoesNotMatch()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "", "old");
        await hub.RunToEndAsync("Fails", "", "failed");
        await hub.StartAsync("Waits", "", "running");
        this.clock.Advance(TimeSpan.FromDays(1));
        await hub.RunToEndAsync("Ends", "", "new");

        PurgeResult result = await hub.Service.PurgeInstanceStateAsync(new PurgeInstanceFilter(
            DateTime.MinValue, this.clock.Start.UtcDateTime.AddHours(1), [OrchestrationStatus.Completed, OrchestrationStatus.Running]));

        Assert.Equal(1, result.DeletedInstanceCount);
        Assert.True(result.IsComplete);
        Assert.Equal(["failed", "running", "new"], Ids(await AllAsync(hub, new OrchestrationQuery())));
    }

    [Fact]
    public async Task Purge_WithNoTimeLeft_SaysThatItIsNotComplete()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "", "old");

        PurgeResult result = await hub.Service.PurgeInstanceStateAsync(new PurgeInstanceFilter(DateTime.MinValue, null, null) { Timeout = TimeSpan.Zero });

        Assert.Equal(0, result.DeletedInstanceCount);
        Assert.False(result.IsComplete);
    }

    [Theory]
    [InlineData(OrchestrationStateTimeRangeFilterType.OrchestrationCreatedTimeFilter)]
    [InlineData(OrchestrationStateTimeRangeFilterType.OrchestrationCompletedTimeFilter)]
    [InlineData(OrchestrationStateTimeRangeFilterType.OrchestrationLastUpdatedTimeFilter)]
    public async Task Purge_ByThreshold_DeletesWhatIsOlder(OrchestrationStateTimeRangeFilterType type)
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Ends", "", "old");
        this.clock.Advance(TimeSpan.FromDays(1));
        await hub.RunToEndAsync("Ends", "", "new");

        await hub.Service.PurgeOrchestrationHistoryAsync(this.clock.Start.UtcDateTime.AddHours(1), type);

        Assert.Equal(["new"], Ids(await AllAsync(hub, new OrchestrationQuery())));
    }

    [Fact]
    public async Task Purge_WithChildrenWhileOthersRun_DeletesTheTreeAlone()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Tree", 3, "t");
        await hub.RunToEndAsync("Tree", 2, "u");
        await hub.StartAsync("Waits", "", "running");
        Task<OrchestrationState[]> others = Task.WhenAll(Enumerable.Range(0, 20).Select(i => hub.RunToEndAsync("Tree", 2, $"v{i}")));

        PurgeResult result = await hub.Service.PurgeInstanceStateAsync("t", recursive: true);

        Assert.Equal(15, result.DeletedInstanceCount);
        Assert.All(await others, state => Assert.Equal("4", state.Output));
        List<OrchestrationState> left = await AllAsync(hub, new OrchestrationQuery());
        Assert.Equal((7 * 21) + 1, left.Count);
        Assert.DoesNotContain(left, s => s.OrchestrationInstance.InstanceId.StartsWith('t'));
    }

    [Fact]
    public async Task Purge_OfAParentAlone_LeavesItsChildren()
    {
        await using TestHub hub = await this.Hub().RunAsync();
        await hub.RunToEndAsync("Tree", 1, "t");

        Assert.Equal(1, (await hub.Service.PurgeInstanceStateAsync("t")).DeletedInstanceCount);
        Assert.Equal(["t.0", "t.1"], Ids(await AllAsync(hub, new OrchestrationQuery())).Order());
    }
}
