using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class LargePayloadsTests
{
    private const int TenMegabytes = 10 * 1024 * 1024;

    [Theory, EngineModes]
    public async Task InputAndOutput_TenMegabytes_GoThroughUnharmed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<string, string>("Pass", (context, input) => context.CallActivityAsync<string>("Shift", input))
            .AddActivityFunc<string, string>("Shift", (_, input) => input[1..] + input[0]));
        var input = Payload();

        var metadata = await host.RunAsync("Pass", input);

        Assert.Equal(input, metadata.ReadInputAs<string>());
        Assert.True(input[1..] + input[0] == metadata.ReadOutputAs<string>(), "The output differs.");
    }

    [Theory, EngineModes]
    public async Task EventPayload_TenMegabytes_GoesThroughUnharmed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Listen", async context => (await context.WaitForExternalEvent<string>("Event")).Length));
        var id = await host.StartedAsync("Listen");

        await host.Client.RaiseEventAsync(id, "Event", Payload(), host.Token);

        Assert.Equal(TenMegabytes, await host.OutputOfAsync<int>(id));
    }

    [Theory, EngineModes]
    public async Task SubOrchestration_TenMegabytes_GoThroughUnharmed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<string, int>("Parent", async (context, input) =>
                (await context.CallSubOrchestratorAsync<string>("Child", input)).Length)
            .AddOrchestratorFunc<string, string>("Child", (_, input) => input));

        Assert.Equal(TenMegabytes, await host.OutputAsync<int>("Parent", Payload()));
    }

    private static string Payload() => string.Create(TenMegabytes, 0, (text, _) =>
    {
        for (var i = 0; i < text.Length; i++)
        {
            text[i] = (char)('a' + (i % 26));
        }
    });
}
