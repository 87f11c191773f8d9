using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ContinueAsNewEventsTests
{
    [Theory]
    [EngineModes(true)]
    [EngineModes(false)]
    public async Task ContinueAsNew_EventsKept_AreThereInTheNextRound(EngineMode mode, bool withTimers)
    {
        const int Events = 10;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, int>("Listen", async (context, count) =>
            {
                await context.WaitForExternalEvent<string>("Event");
                count++;
                if (withTimers)
                {
                    await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
                }

                if (count < Events)
                {
                    context.ContinueAsNew(count, preserveUnprocessedEvents: true);
                }

                return count;
            }));

        var id = await host.ScheduleAsync("Listen", 0);
        for (var i = 0; i < Events; i++)
        {
            await host.Client.RaiseEventAsync(id, "Event", host.Token);
        }

        Assert.Equal(Events, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task ContinueAsNew_EventsKept_StayInOrder(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<List<int>, List<int>>("Listen", async (context, received) =>
            {
                received ??= [];
                if (received.Count == 0)
                {
                    await context.WaitForExternalEvent<string>("Ready");
                }

                received.Add(await context.WaitForExternalEvent<int>("Item"));
                if (received.Count < 5)
                {
                    context.ContinueAsNew(received);
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

    [Theory]
    [EngineModes(true, "early")]
    [EngineModes(false, "late")]
    public async Task ContinueAsNew_UnprocessedEvents_AreKeptOrDroppedAsAsked(EngineMode mode, bool preserve, string expected)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, string>("Listen", async (context, round) =>
            {
                if (round == 0)
                {
                    await context.WaitForExternalEvent<string>("Ready");
                    context.ContinueAsNew(1, preserve);
                    return "unused";
                }

                context.SetCustomStatus("second round");
                return await context.WaitForExternalEvent<string>("Item");
            }));

        var id = await host.StartedAsync("Listen", 0);
        await host.Client.RaiseEventAsync(id, "Item", "early", host.Token);
        await host.Client.RaiseEventAsync(id, "Ready", "go", host.Token);
        await host.UntilAsync(async () => (await host.GetAsync(id)).SerializedCustomStatus == "\"second round\"");
        await host.Client.RaiseEventAsync(id, "Item", "late", host.Token);

        Assert.Equal(expected, await host.OutputOfAsync<string>(id));
    }
}
