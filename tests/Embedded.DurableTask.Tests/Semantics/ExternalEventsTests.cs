using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ExternalEventsTests
{
    [Theory]
    [EngineModes(1)]
    [EngineModes(100)]
    public async Task WaitForExternalEvent_OneAfterAnother_ReceivesEach(EngineMode mode, int count)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
            {
                var received = new List<int>();
                for (var i = 0; i < count; i++)
                {
                    received.Add(await context.WaitForExternalEvent<int>($"Event{i}"));
                }

                return received;
            }));

        var id = await host.StartedAsync("Listen");
        for (var i = 0; i < count; i++)
        {
            await host.Client.RaiseEventAsync(id, $"Event{i}", i, host.Token);
        }

        Assert.Equal(Enumerable.Range(0, count), await host.OutputOfAsync<List<int>>(id));
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_BeforeItIsWaitedFor_IsKeptInOrder(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
            {
                await context.WaitForExternalEvent<string>("Ready");
                var received = new List<int>();
                for (var i = 0; i < 5; i++)
                {
                    received.Add(await context.WaitForExternalEvent<int>("Item"));
                }

                return received;
            }));

        var id = await host.StartedAsync("Listen");
        for (var i = 0; i < 5; i++)
        {
            await host.Client.RaiseEventAsync(id, "Item", i, host.Token);
        }

        await host.Client.RaiseEventAsync(id, "Ready", "go", host.Token);

        Assert.Equal([0, 1, 2, 3, 4], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_NameInAnotherCase_IsReceived(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
                await context.WaitForExternalEvent<int>("Approval") + await context.WaitForExternalEvent<int>("APPROVAL")));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "approval", 1, host.Token);
        await host.Client.RaiseEventAsync(id, "aPPROVAL", 2, host.Token);

        Assert.Equal(3, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_SeveralWaiters_TheLatestIsServedFirst(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", context =>
                Task.WhenAll(Enumerable.Range(0, 5).Select(_ => context.WaitForExternalEvent<int>("Event")))));

        var id = await host.StartedAsync("Listen");
        for (var i = 0; i < 5; i++)
        {
            await host.Client.RaiseEventAsync(id, "Event", i, host.Token);
        }

        Assert.Equal([4, 3, 2, 1, 0], (await host.OutputOfAsync<List<int>>(id))!);
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_WaiterThatWasCancelled_TakesNothing(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
            {
                using var source = new CancellationTokenSource();
                var kept = context.WaitForExternalEvent<string>("Event");
                var abandoned = context.WaitForExternalEvent<string>("Event", source.Token);
                source.Cancel();
                try
                {
                    await abandoned;
                    return "not cancelled";
                }
                catch (OperationCanceledException)
                {
                    return await kept;
                }
            }));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Event", "payload", host.Token);

        Assert.Equal("payload", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_TokenThatIsCancelledAlready_LeavesTheEventToTheNextWaiter(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
            {
                try
                {
                    await context.WaitForExternalEvent<string>("Event", new CancellationToken(canceled: true));
                    return "not cancelled";
                }
                catch (OperationCanceledException)
                {
                    return await context.WaitForExternalEvent<string>("Event");
                }
            }));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Event", "payload", host.Token);

        Assert.Equal("payload", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_OtherTypeThanAWaiterOfTheName_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context =>
            {
                var number = context.WaitForExternalEvent<int>("Event");
                var text = context.WaitForExternalEvent<string>("event");
                await Task.WhenAll(number, text);
            }));

        Assert.True((await host.FailureAsync("Listen")).IsCausedBy<ArgumentException>());
    }

    [Theory, EngineModes]
    public async Task WaitForExternalEvent_NoPayload_IsTheDefault(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context => await context.WaitForExternalEvent<string?>("Event") is null));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Event", host.Token);

        Assert.True(await host.OutputOfAsync<bool>(id));
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_NobodyEverWaitsForIt_DoesNoHarm(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<int>("Wanted")));

        var id = await host.StartedAsync("Listen");
        await host.Client.RaiseEventAsync(id, "Unwanted", "not even a number", host.Token);
        await host.Client.RaiseEventAsync(id, "Wanted", 1, host.Token);
        Assert.Equal(1, await host.OutputOfAsync<int>(id));

        await host.Client.RaiseEventAsync(id, "Wanted", 2, host.Token);

        Assert.Equal(1, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task RaiseEvent_NoIdOrNoName_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, _ => { });

        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.Client.RaiseEventAsync(string.Empty, "Event", host.Token));
        await Assert.ThrowsAnyAsync<ArgumentException>(() => host.Client.RaiseEventAsync("id", string.Empty, host.Token));
    }
}
