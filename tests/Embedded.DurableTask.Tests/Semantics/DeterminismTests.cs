using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>What happens to an orchestrator that does not do the same in each replay. Every turn is a replay here.</summary>
public sealed class DeterminismTests
{
    [Theory, EngineModes(Replaying = true)]
    public async Task Replay_OtherActivity_FailsAndNamesBoth(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Fickle", async context =>
            {
                await context.CallActivityAsync(++runs == 1 ? "First" : "Second");
            }));

        var failure = await host.FailureAsync("Fickle");

        Assert.Contains("NonDeterministic", failure.ErrorType, StringComparison.Ordinal);
        Assert.Contains("'Fickle'", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'First'", failure.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Second'", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes(Replaying = true)]
    public async Task Replay_TimerInsteadOfAnActivity_Fails(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Fickle", async context =>
            {
                if (++runs == 1)
                {
                    await context.CallActivityAsync("First");
                }
                else
                {
                    await context.CreateTimer(TimeSpan.FromDays(1), CancellationToken.None);
                }
            }));

        var failure = await host.FailureAsync("Fickle");

        Assert.Contains("NonDeterministic", failure.ErrorType, StringComparison.Ordinal);
        Assert.Contains("timer", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory, EngineModes(Replaying = true)]
    public async Task Replay_CallThatIsNotMadeAgain_Fails(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Fickle", async context =>
            {
                if (++runs == 1)
                {
                    _ = context.CallActivityAsync("First");
                }

                await context.CallActivityAsync("Second");
            }));

        Assert.Contains("NonDeterministic", (await host.FailureAsync("Fickle")).ErrorType, StringComparison.Ordinal);
    }

    [Theory, EngineModes(Replaying = true)]
    public async Task Replay_EndBeforeTheHistoryEnds_Fails(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => Works(tasks)
            .AddOrchestratorFunc("Fickle", async context =>
            {
                if (++runs < 3)
                {
                    await context.CallActivityAsync("First");
                    await context.CallActivityAsync("Second");
                }
            }));

        Assert.Contains("NonDeterministic", (await host.FailureAsync("Fickle")).ErrorType, StringComparison.Ordinal);
    }

    [Theory, EngineModes(Replaying = true)]
    public async Task Replay_OtherInput_IsNotLookedAt(EngineMode mode)
    {
        var runs = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Fickle", context => context.CallActivityAsync<int>("Echo", ++runs))
            .AddActivityFunc<int, int>("Echo", (_, input) => input));

        Assert.Equal(1, await host.OutputAsync<int>("Fickle"));
        Assert.True(runs > 1, "There was no replay.");
    }

    [Theory, EngineModes]
    public async Task Replay_LongHistoryOfEverything_EndsTheSame(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc<int, string>("All", async (context, seed) =>
            {
                var parts = new List<string>();
                for (var i = 0; i < 5; i++)
                {
                    var calls = Enumerable.Range(0, 3).Select(n => context.CallActivityAsync<int>("Add", seed + (i * n))).ToList();
                    using var source = new CancellationTokenSource();
                    var timer = context.CreateTimer(TimeSpan.FromHours(1), source.Token);
                    await Task.WhenAny(Task.WhenAll(calls), timer);
                    source.Cancel();
                    parts.Add(string.Join('+', await Task.WhenAll(calls)));
                    context.SendEvent(context.InstanceId, "Self", i);
                    parts.Add($"e{await context.WaitForExternalEvent<int>("self")}");
                    parts.Add($"s{await context.CallSubOrchestratorAsync<int>("Child", i)}");
                }

                return string.Join(' ', parts);
            })
            .AddOrchestratorFunc<int, int>("Child", async (context, input) => await context.CallActivityAsync<int>("Add", input))
            .AddActivityFunc<int, int>("Add", (_, input) => input + 1));

        Assert.Equal(
            "11+11+11 e0 s1 11+12+13 e1 s2 11+13+15 e2 s3 11+14+17 e3 s4 11+15+19 e4 s5", await host.OutputAsync<string>("All", 10));
    }

    private static DurableTaskRegistry Works(DurableTaskRegistry tasks) => tasks
        .AddActivityFunc("First", (TaskActivityContext _) => { })
        .AddActivityFunc("Second", (TaskActivityContext _) => { });
}
