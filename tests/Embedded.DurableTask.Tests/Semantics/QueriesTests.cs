using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class QueriesTests
{
    [Theory, EngineModes]
    public async Task GetInstance_UnknownId_IsNull(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);

        Assert.Null(await host.Client.GetInstanceAsync("no-such-id", host.Token));
        Assert.Null(await host.Engine.GetHistoryAsync("no-such-id", host.Token));
    }

    [Theory]
    [EngineModes(false)]
    [EngineModes(true)]
    public async Task GetInstance_WithoutPayloads_HasNone(EngineMode mode, bool fails)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        var id = await host.StartedAsync("Listen", fails);
        var running = await host.Client.GetInstanceAsync(id, getInputsAndOutputs: false, host.Token);
        await host.Client.RaiseEventAsync(id, "Event", host.Token);
        await host.CompletionAsync(id);
        var ended = await host.Client.GetInstanceAsync(id, getInputsAndOutputs: false, host.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Running, running!.RuntimeStatus);
        Assert.Equal(fails ? OrchestrationRuntimeStatus.Failed : OrchestrationRuntimeStatus.Completed, ended!.RuntimeStatus);
        Assert.All([running, ended], metadata =>
        {
            Assert.Equal("Listen", metadata.Name);
            Assert.Equal(id, metadata.InstanceId);
            Assert.Null(metadata.SerializedInput);
            Assert.Null(metadata.SerializedOutput);
            Assert.Null(metadata.FailureDetails);
            Assert.Throws<InvalidOperationException>(() => metadata.ReadInputAs<bool>());
        });
    }

    [Theory, EngineModes]
    public async Task GetInstance_Times_AreWhenItWasCreatedAndLastChanged(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var created = clock.GetUtcNow();
        var id = await host.StartedAsync("Listen", false);
        clock.Advance(TimeSpan.FromHours(1));
        await host.Client.RaiseEventAsync(id, "Event", host.Token);

        var metadata = await host.CompletionAsync(id);

        Assert.Equal(created, metadata.CreatedAt);
        Assert.Equal(created.AddHours(1), metadata.LastUpdatedAt);
        Assert.Equal("false", metadata.SerializedInput);
        Assert.Equal("\"output\"", metadata.SerializedOutput);
    }

    [Theory, EngineModes]
    public async Task GetAllInstances_Prefix_ListsOnlyThose(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await host.StartedAsync("Listen", false);
        foreach (var id in new[] { "query-1", "query-2", "QUERY-3", "que%y-4" })
        {
            await host.StartedAsync("Listen", false, new StartOrchestrationOptions(id));
        }

        var query = host.Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "query-" });
        var running = await ListAsync(query);
        await host.Client.RaiseEventAsync("query-1", "Event", host.Token);
        await host.CompletionAsync("query-1");
        var later = await ListAsync(query);

        Assert.Equal(["query-1", "query-2"], running.Select(metadata => metadata.InstanceId).Order());
        Assert.All(running, metadata => Assert.Equal(OrchestrationRuntimeStatus.Running, metadata.RuntimeStatus));
        Assert.Equal(
            OrchestrationRuntimeStatus.Completed, Assert.Single(later, metadata => metadata.InstanceId == "query-1").RuntimeStatus);
        Assert.Equal("que%y-4", Assert.Single(await ListAsync(host.Client.GetAllInstancesAsync(
            new OrchestrationQuery { InstanceIdPrefix = "que%" }))).InstanceId);
    }

    [Theory, EngineModes]
    public async Task GetAllInstances_Statuses_ListsOnlyThose(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        await host.RunAsync("Seven", options: new StartOrchestrationOptions("completed"));
        await host.RunAsync("Fail", options: new StartOrchestrationOptions("failed"));
        await host.StartedAsync("Listen", false, new StartOrchestrationOptions("running"));
        await host.ScheduleAsync("Seven", options: new StartOrchestrationOptions("pending", clock.GetUtcNow().AddDays(1)));
        await host.StartedAsync("Listen", false, new StartOrchestrationOptions("suspended"));
        await host.Client.SuspendInstanceAsync("suspended", host.Token);
        await host.UntilStatusAsync("suspended", OrchestrationRuntimeStatus.Suspended);
        await host.StartedAsync("Listen", false, new StartOrchestrationOptions("terminated"));
        await host.Client.TerminateInstanceAsync("terminated", host.Token);
        await host.CompletionAsync("terminated");

        foreach (var status in StartOrchestrationOptionsExtensions.ValidDedupeStatuses)
        {
            var name = status.ToString();
            var found = await ListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery { Statuses = [status] }));
            string[] expected = name == "Canceled" ? [] : [name];
            Assert.Equal(expected, found.Select(metadata => metadata.InstanceId), StringComparer.OrdinalIgnoreCase);
        }

        Assert.Equal(6, (await ListAsync(host.Client.GetAllInstancesAsync())).Count);
    }

    [Theory, EngineModes]
    public async Task GetAllInstances_CreationTimes_ListsOnlyWhatWasCreatedBetween(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var start = clock.GetUtcNow();
        for (var hour = 0; hour < 4; hour++)
        {
            await host.RunAsync("Seven", options: new StartOrchestrationOptions($"hour-{hour}"));
            clock.Advance(TimeSpan.FromHours(1));
        }

        var found = await ListAsync(host.Client.GetAllInstancesAsync(
            new OrchestrationQuery(CreatedFrom: start.AddHours(1), CreatedTo: start.AddHours(2.5))));

        Assert.Equal(["hour-1", "hour-2"], found.Select(metadata => metadata.InstanceId).Order());
    }

    [Theory, EngineModes]
    public async Task GetAllInstances_Pages_AreAsLongAsAskedAndCanBeResumed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        for (var i = 0; i < 21; i++)
        {
            await host.ScheduleAsync("Listen", false, new StartOrchestrationOptions($"page-{i}"));
        }

        await host.RunAsync("Seven");
        var query = host.Client.GetAllInstancesAsync(new OrchestrationQuery { InstanceIdPrefix = "page-" });

        var pages = await ListAsync(query.AsPages(pageSizeHint: 5));
        var resumed = await ListAsync(query.AsPages(pages[1].ContinuationToken, pageSizeHint: 4));
        var ofQuery = await ListAsync(host.Client.GetAllInstancesAsync(
            new OrchestrationQuery { InstanceIdPrefix = "page-", PageSize = 10, ContinuationToken = pages[0].ContinuationToken }).AsPages());

        Assert.Equal([5, 5, 5, 5, 1], pages.Select(page => page.Values.Count));
        Assert.Equal([4, 4, 3], resumed.Select(page => page.Values.Count));
        Assert.Equal([10, 6], ofQuery.Select(page => page.Values.Count));
        Assert.Equal(
            pages.Skip(2).SelectMany(page => page.Values).Select(metadata => metadata.InstanceId),
            resumed.SelectMany(page => page.Values).Select(metadata => metadata.InstanceId));
        Assert.Equal(21, pages.SelectMany(page => page.Values).Select(metadata => metadata.InstanceId).Distinct().Count());
    }

    [Theory, EngineModes]
    public async Task GetAllInstances_FetchInputsAndOutputs_HasThePayloads(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, Tasks);
        await host.RunAsync("Echo", "hello");

        var with = Assert.Single(await ListAsync(host.Client.GetAllInstancesAsync(new OrchestrationQuery { FetchInputsAndOutputs = true })));
        var without = Assert.Single(await ListAsync(host.Client.GetAllInstancesAsync()));

        Assert.Equal("hello", with.ReadInputAs<string>());
        Assert.Equal("hello", with.ReadOutputAs<string>());
        Assert.Throws<InvalidOperationException>(() => without.ReadOutputAs<string>());
    }

    [Theory, EngineModes]
    public async Task ListInstanceIds_EndTimes_ListsWhatEndedBetweenPageByPage(EngineMode mode)
    {
        var clock = EngineHost.NewClock();
        await using var host = await EngineHost.StartAsync(mode, Tasks, clock: clock);
        var start = clock.GetUtcNow();
        for (var hour = 0; hour < 5; hour++)
        {
            await host.RunAsync("Seven", options: new StartOrchestrationOptions($"hour-{hour}"));
            clock.Advance(TimeSpan.FromHours(1));
        }

        await host.StartedAsync("Listen", false);
        OrchestrationRuntimeStatus[] completed = [OrchestrationRuntimeStatus.Completed];

        var first = await host.Client.ListInstanceIdsAsync(completed, start.AddHours(1), start.AddHours(3), 2, cancellation: host.Token);
        var second = await host.Client.ListInstanceIdsAsync(
            completed, start.AddHours(1), start.AddHours(3), 2, first.ContinuationToken, host.Token);

        Assert.Equal(["hour-1", "hour-2"], first.Values);
        Assert.Equal(["hour-3"], second.Values);
        Assert.Null(second.ContinuationToken);
    }

    private static void Tasks(DurableTaskRegistry tasks) => tasks
        .AddOrchestratorFunc("Seven", _ => 7)
        .AddOrchestratorFunc<string, string>("Echo", (_, input) => input)
        .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom")))
        .AddOrchestratorFunc<bool, string>("Listen", async (context, fails) =>
        {
            context.SetCustomStatus("waiting");
            await context.WaitForExternalEvent<string>("Event");
            return fails ? throw new CustomException("boom") : "output";
        });

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source)
        {
            list.Add(item);
        }

        return list;
    }
}
