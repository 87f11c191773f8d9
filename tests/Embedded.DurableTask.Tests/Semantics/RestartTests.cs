using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RestartTests
{
    [Theory]
    [EngineModes(true)]
    [EngineModes(false)]
    public async Task Restart_CompletedInstance_RunsAgainWithItsInput(EngineMode mode, bool newId)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", (context, name) => context.CallActivityAsync<string>("SayHello", name))
            .AddActivityFunc<string, string>("SayHello", (_, name) => $"Hello, {name} #{Interlocked.Increment(ref runs)}!"));
        var id = await host.ScheduleAsync("Greet", "World");
        Assert.Equal("Hello, World #1!", await host.OutputOfAsync<string>(id));

        var restarted = await host.Client.RestartAsync(id, newId, host.Token);

        Assert.Equal(newId, restarted != id);
        Assert.Equal("Hello, World #2!", await host.OutputOfAsync<string>(restarted));
        var metadata = await host.GetAsync(restarted);
        Assert.Equal("Greet", metadata.Name);
        Assert.Equal("\"World\"", metadata.SerializedInput);
        if (newId)
        {
            Assert.Equal("Hello, World #1!", await host.OutputOfAsync<string>(id));
        }
    }

    [Theory, EngineModes]
    public async Task Restart_FailedInstance_RunsFromTheBeginning(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flaky", context => context.CallActivityAsync<int>("Work"))
            .AddActivityFunc("Work", _ => Interlocked.Increment(ref runs) == 1 ? throw new CustomException("boom") : runs));
        var id = await host.ScheduleAsync("Flaky");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await host.CompletionAsync(id)).RuntimeStatus);

        await host.Client.RestartAsync(id, cancellation: host.Token);

        Assert.Equal(2, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task Restart_UnknownInstance_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, _ => { });

        var error = await Assert.ThrowsAsync<ArgumentException>(() => host.Client.RestartAsync("no-such-id", cancellation: host.Token));

        Assert.Contains("An orchestration with the instanceId no-such-id was not found", error.Message, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task Restart_RunningInstanceUnderItsOwnId_Throws(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Wait", context => context.WaitForExternalEvent<string>("Go")));
        var id = await host.StartedAsync("Wait");

        await Assert.ThrowsAsync<InvalidOperationException>(() => host.Client.RestartAsync(id, cancellation: host.Token));

        await host.Client.RaiseEventAsync(id, "Go", "on", host.Token);
        Assert.Equal("on", await host.OutputOfAsync<string>(id));
    }
}
