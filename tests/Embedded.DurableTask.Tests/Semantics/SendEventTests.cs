using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class SendEventTests
{
    [Theory, EngineModes]
    public async Task SendEvent_BetweenInstances_IsReceived(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", context => context.WaitForExternalEvent<string>("Greeting"))
            .AddOrchestratorFunc<string, string>("Speak", (context, to) =>
            {
                context.SendEvent(to, "greeting", $"from {context.InstanceId}");
                return "sent";
            }));

        var listener = await host.StartedAsync("Listen");
        var speaker = await host.ScheduleAsync("Speak", listener, new StartOrchestrationOptions("speaker"));

        Assert.Equal("from speaker", await host.OutputOfAsync<string>(listener));
        Assert.Equal("sent", await host.OutputOfAsync<string>(speaker));
        Assert.Equal(1, await host.CountAsync<EventSent>(speaker));
    }

    [Theory, EngineModes]
    public async Task SendEvent_ToNobody_DoesNoHarm(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Speak", async context =>
            {
                context.SendEvent("nobody", "Greeting", "hello?");
                return await context.CallActivityAsync<int>("Seven");
            })
            .AddActivityFunc("Seven", _ => 7));

        Assert.Equal(7, await host.OutputAsync<int>("Speak"));
        Assert.Null(await host.Client.GetInstanceAsync("nobody", host.Token));
    }
}
