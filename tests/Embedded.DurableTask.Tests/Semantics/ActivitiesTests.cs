using System.Collections.Concurrent;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class ActivitiesTests
{
    [Theory, EngineModes]
    public async Task Orchestrator_ThatDoesNothing_Completes(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Empty", _ => Task.FromResult<object?>(null)));

        var metadata = await host.RunAsync("Empty");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, metadata.RuntimeStatus);
        Assert.Null(metadata.ReadOutputAs<object>());
    }

    [Theory, EngineModes]
    public async Task CallActivity_Input_ComesBackAsItsResult(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<string, string>("Greet", (context, name) => context.CallActivityAsync<string>("SayHello", name))
            .AddActivityFunc<string, string>("SayHello", async (_, name) =>
            {
                await Task.Yield();
                return $"Hello, {name}!";
            }));

        Assert.Equal("Hello, World!", await host.OutputAsync<string>("Greet", "World"));
    }

    [Theory, EngineModes]
    public async Task CallActivity_NameInAnotherCase_RunsIt(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Greet", context => context.CallActivityAsync<int>("SEVEN"))
            .AddActivityFunc("Seven", _ => 7));

        Assert.Equal(7, await host.OutputAsync<int>("GREET"));
    }

    [Theory, EngineModes]
    public async Task CallActivity_Chain_HandsEachResultOn(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Chain", async context =>
            {
                var value = 0;
                for (var i = 0; i < 10; i++)
                {
                    value = await context.CallActivityAsync<int>("PlusOne", value);
                }

                return value;
            })
            .AddActivityFunc<int, int>("PlusOne", (_, value) =>
            {
                Interlocked.Increment(ref runs);
                return value + 1;
            }));

        Assert.Equal(10, await host.OutputAsync<int>("Chain"));
        Assert.Equal(10, runs);
    }

    [Theory, EngineModes]
    public async Task CallActivity_FanOut_ResultsAreInCallOrder(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("FanOut", context =>
                Task.WhenAll(Enumerable.Range(0, 50).Select(i => context.CallActivityAsync<string>("ToText", i))))
            .AddActivityFunc<int, string>("ToText", (_, number) => $"#{number}"));

        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"#{i}"), await host.OutputAsync<string[]>("FanOut"));
    }

    [Theory, EngineModes]
    public async Task CallActivity_WhenAny_TheFirstToEndWins(EngineMode mode)
    {
        var slow = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Race", async context =>
            {
                var first = context.CallActivityAsync<string>("Slow");
                var second = context.CallActivityAsync<string>("Fast");
                var winner = await Task.WhenAny(first, second);
                return $"{await winner} before {(winner == first ? await second : await first)}";
            })
            .AddActivityFunc<string>("Slow", async _ =>
            {
                await slow.PassAsync();
                return "slow";
            })
            .AddActivityFunc<string>("Fast", _ => "fast"));

        var id = await host.ScheduleAsync("Race");
        await host.UntilHistoryAsync<TaskCompleted>(id);
        slow.Open();

        Assert.Equal("fast before slow", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task Orchestrator_ThatReturnsWithWorkOutstanding_Completes(EngineMode mode)
    {
        var gate = new Gate();
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Impatient", async context =>
            {
                var unfinished = context.CallActivityAsync("Slow");
                await context.CallActivityAsync("Fast");
                return unfinished.IsCompleted ? "both" : "left early";
            })
            .AddOrchestratorFunc("Other", context => context.CallActivityAsync("Slow"))
            .AddActivityFunc("Slow", _ => gate.PassAsync())
            .AddActivityFunc("Fast", (TaskActivityContext _) => { }));

        var id = await host.ScheduleAsync("Impatient");
        Assert.Equal("left early", await host.OutputOfAsync<string>(id));
        gate.Open();

        // What comes late changes nothing, and the hub goes on.
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.RunAsync("Other")).RuntimeStatus);
        Assert.Equal("left early", await host.OutputOfAsync<string>(id));
    }

    [Theory, EngineModes]
    public async Task ActivityContext_Call_KnowsItsNameAndInstance(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Ask", context => context.CallActivityAsync<string>("WhoAmI"))
            .AddActivityFunc("WhoAmI", context => $"{context.Name} of {context.InstanceId}"));

        Assert.Equal("WhoAmI of one", await host.OutputAsync<string>("Ask", options: new StartOrchestrationOptions("one")));
    }

    [Theory, EngineModes]
    public async Task MaxConcurrentActivities_FanOut_IsTheMostThatRunAtOnce(EngineMode mode)
    {
        var running = 0;
        var peaks = new ConcurrentBag<int>();
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("FanOut", context =>
                    Task.WhenAll(Enumerable.Range(0, 20).Select(_ => context.CallActivityAsync("Work"))))
                .AddActivityFunc("Work", async _ =>
                {
                    peaks.Add(Interlocked.Increment(ref running));
                    await Task.Yield();
                    Interlocked.Decrement(ref running);
                }),
            options => options.MaxConcurrentActivities = 2);

        await host.RunAsync("FanOut");

        Assert.Equal(20, peaks.Count);
        Assert.InRange(peaks.Max(), 1, 2);
    }
}
