using System.Text.Json.Nodes;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ActivityPayloadsTests
{
    [Theory, EngineModes]
    public async Task CallActivity_NoInputAndNoResult_RunsIt(EngineMode mode)
    {
        var ran = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Do", context => context.CallActivityAsync("Work"))
            .AddActivityFunc("Work", (TaskActivityContext _) => { Interlocked.Increment(ref ran); }));

        var metadata = await host.RunAsync("Do");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        Assert.Equal(1, ran);
    }

    [Theory, EngineModes]
    public async Task CallActivity_NullResult_IsNull(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Ask", async context => await context.CallActivityAsync<string?>("Nothing") is null)
            .AddActivityFunc<string?>("Nothing", _ => default(string)));

        Assert.True(await host.OutputAsync<bool>("Ask"));
    }

    [Theory, EngineModes]
    public async Task CallActivity_OptionsGivenAsInput_FailsAndSaysSo(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Mixed", context => context.CallActivityAsync("Work", (object)new TaskOptions()))
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));

        var failure = await host.FailureAsync("Mixed");

        Assert.True(failure.IsCausedBy<ArgumentException>());
        Assert.Contains("options", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes]
    public async Task CallActivity_JsonDocuments_GoThroughUnharmed(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<JsonNode, JsonNode>("Pass", (context, input) => context.CallActivityAsync<JsonNode>("Add", input))
            .AddActivityFunc<JsonNode, JsonNode>("Add", (_, input) =>
            {
                input["added"] = "new";
                return input;
            }));

        var output = await host.OutputAsync<JsonNode>("Pass", new JsonObject { ["kept"] = "old" });

        Assert.Equal("""{"kept":"old","added":"new"}""", output!.ToJsonString());
    }
}
