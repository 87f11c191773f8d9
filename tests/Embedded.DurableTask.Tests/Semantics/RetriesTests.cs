using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RetriesTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(1);

    [Theory]
    [EngineModes(1)]
    [EngineModes(2)]
    [EngineModes(10)]
    public async Task Policy_ActivityThatAlwaysFails_IsTriedSoOften(EngineMode mode, int attempts)
    {
        var tried = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context =>
                context.CallActivityAsync("Fail", TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, s_soon))))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new CustomException($"boom {++tried}"))));

        var failure = await host.FailureAsync("Try");

        Assert.Equal(attempts, tried);
        Assert.True(failure.IsCausedBy<TaskFailedException>());
        Assert.Contains($"boom {attempts}", failure.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [EngineModes(1)]
    [EngineModes(2)]
    [EngineModes(10)]
    public async Task Policy_SubOrchestrationThatAlwaysFails_IsTriedSoOften(EngineMode mode, int attempts)
    {
        var tried = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context =>
                context.CallSubOrchestratorAsync("Fail", TaskOptions.FromRetryPolicy(new RetryPolicy(attempts, s_soon))))
            .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ => throw new CustomException($"boom {++tried}"))));

        var failure = await host.FailureAsync("Try");

        Assert.Equal(attempts, tried);
        Assert.True(failure.IsCausedBy<TaskFailedException>());
    }

    [Theory, EngineModes]
    public async Task Policy_ActivityThatSucceedsAtLast_Completes(EngineMode mode)
    {
        var tried = 0;
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context =>
                context.CallActivityAsync<int>("Flaky", TaskOptions.FromRetryPolicy(new RetryPolicy(10, s_soon))))
            .AddActivityFunc("Flaky", _ => ++tried < 5 ? throw new CustomException("not yet") : tried));

        Assert.Equal(5, await host.OutputAsync<int>("Try"));
    }

    [Theory, EngineModes]
    public async Task Policy_SubOrchestrationThatSucceedsAtLast_Completes(EngineMode mode)
    {
        var tried = 0;
        var options = new SubOrchestrationOptions(new RetryPolicy(10, s_soon), "the-child");
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallSubOrchestratorAsync<int>("Flaky", options: options))
            .AddOrchestratorFunc("Flaky", _ => ++tried < 3 ? throw new CustomException("not yet") : tried));

        Assert.Equal(3, await host.OutputAsync<int>("Try"));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await host.GetAsync("the-child")).RuntimeStatus);
    }

    [Theory, EngineModes]
    public async Task Policy_Intervals_GrowUpToTheLongest(EngineMode mode)
    {
        var times = new List<TimeSpan>();
        var clock = EngineHost.NewClock();
        var start = clock.GetUtcNow();
        var policy = new RetryPolicy(
            5, TimeSpan.FromSeconds(10), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromSeconds(30));
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Flaky", TaskOptions.FromRetryPolicy(policy)))
                .AddActivityFunc("Flaky", (TaskActivityContext _) =>
                {
                    times.Add(clock.GetUtcNow() - start);
                    if (times.Count < 5)
                    {
                        throw new CustomException("not yet");
                    }
                }),
            clock: clock);

        var completion = host.RunAsync("Try");
        await host.AdvanceUntilAsync(completion, TimeSpan.FromSeconds(1));
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await completion).RuntimeStatus);

        // The clock goes on while a turn is taken, so that a wait may be longer than asked for, but never shorter.
        var waits = times.Zip(times.Skip(1), (before, after) => (after - before).TotalSeconds).ToList();
        Assert.Collection(
            waits,
            wait => Assert.InRange(wait, 10, 19.9),
            wait => Assert.InRange(wait, 20, 29.9),
            wait => Assert.InRange(wait, 30, 39.9),
            wait => Assert.InRange(wait, 30, 39.9));
    }

    [Theory, EngineModes]
    public async Task Policy_Timeout_EndsTheRetries(EngineMode mode)
    {
        var tried = 0;
        var policy = new RetryPolicy(
            100, TimeSpan.FromSeconds(10), backoffCoefficient: 1, retryTimeout: TimeSpan.FromSeconds(60));
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Fail", TaskOptions.FromRetryPolicy(policy)))
                .AddActivityFunc("Fail", (TaskActivityContext _) =>
                {
                    tried++;
                    throw new CustomException("boom");
                }),
            clock: EngineHost.NewClock());

        var completion = host.RunAsync("Try");
        await host.AdvanceUntilAsync(completion, TimeSpan.FromSeconds(1));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, (await completion).RuntimeStatus);
        Assert.InRange(tried, 3, 7);
    }

    [Theory]
    [EngineModes(false, 1)]
    [EngineModes(true, 3)]
    public async Task HandleFailure_Answer_SaysWhetherToTryAgain(EngineMode mode, bool retry, int expected)
    {
        var tried = 0;
        var policy = new RetryPolicy(3, s_soon) { HandleFailure = failure => failure.IsCausedBy<CustomException>() && retry };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Fail", TaskOptions.FromRetryPolicy(policy)))
            .AddActivityFunc("Fail", (TaskActivityContext _) =>
            {
                tried++;
                throw new CustomException("boom");
            }));

        await host.FailureAsync("Try");

        Assert.Equal(expected, tried);
    }

    [Theory, EngineModes]
    public async Task HandleFailure_SubOrchestration_SeesWhatItFailedWith(EngineMode mode)
    {
        var tried = 0;
        var policy = new RetryPolicy(5, s_soon) { HandleFailure = failure => failure.ErrorMessage == "transient" };
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallSubOrchestratorAsync("Fail", TaskOptions.FromRetryPolicy(policy)))
            .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ =>
                throw new CustomException(++tried < 3 ? "transient" : "permanent"))));

        await host.FailureAsync("Try");

        Assert.Equal(3, tried);
    }

    [Theory, EngineModes]
    public async Task Policy_RetriesInParallel_EachCountForThemselves(EngineMode mode)
    {
        var tried = new int[5];
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => Task.WhenAll(Enumerable.Range(0, 5).Select(i =>
                context.CallActivityAsync<int>("Flaky", i, TaskOptions.FromRetryPolicy(new RetryPolicy(10, s_soon))))))
            .AddActivityFunc<int, int>("Flaky", (_, i) =>
                Interlocked.Increment(ref tried[i]) <= i ? throw new CustomException("not yet") : tried[i]));

        Assert.Equal([1, 2, 3, 4, 5], (await host.OutputAsync<List<int>>("Try"))!);
    }
}
