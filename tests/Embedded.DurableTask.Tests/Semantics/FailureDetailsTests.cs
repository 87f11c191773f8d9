using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class FailureDetailsTests
{
    [Theory, EngineModes]
    public async Task UnhandledActivityFailure_Instance_FailsWithTheTaskAndItsCauseInside(EngineMode mode)
    {
        async Task Orchestrate(TaskOrchestrationContext context) => await context.CallActivityAsync("Faulty");
        static void ThrowDeepDown(TaskActivityContext context) =>
            throw new InvalidOperationException("Kaboom", new CustomException("inner"));
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Flow", Orchestrate)
            .AddActivityFunc("Faulty", ThrowDeepDown));

        var failure = await host.FailureAsync("Flow");

        Assert.Equal(typeof(TaskFailedException).FullName, failure.ErrorType);
        Assert.Equal("Task 'Faulty' (#0) failed with an unhandled exception: Kaboom", failure.ErrorMessage);
        Assert.Contains(nameof(Orchestrate), failure.StackTrace, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(ThrowDeepDown), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal("System.InvalidOperationException: Kaboom", failure.InnerFailure!.ToString());
        Assert.Contains(nameof(ThrowDeepDown), failure.InnerFailure.StackTrace, StringComparison.Ordinal);
        Assert.Equal($"{typeof(CustomException)}: inner", failure.InnerFailure.InnerFailure!.ToString());
        Assert.Null(failure.InnerFailure.InnerFailure.InnerFailure);
    }

    [Theory, EngineModes]
    public async Task UnhandledOrchestratorException_BeforeItsFirstAwait_IsTheFailure(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Faulty", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom"))));

        var failure = await host.FailureAsync("Faulty");

        Assert.Equal($"{typeof(CustomException)}: boom", failure.ToString());
        Assert.Contains(nameof(FailureDetailsTests), failure.StackTrace, StringComparison.Ordinal);
        Assert.True(failure.IsCausedBy<CustomException>());
        Assert.Null(failure.InnerFailure);
    }

    [Theory, EngineModes]
    public async Task UnhandledOrchestratorException_AfterAnAwait_IsTheFailure(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Faulty", async context =>
            {
                await context.CallActivityAsync("Work");
                throw new TimeoutException("late");
            })
            .AddActivityFunc("Work", (TaskActivityContext _) => { }));

        Assert.Equal("System.TimeoutException: late", (await host.FailureAsync("Faulty")).ToString());
    }

    [Theory, EngineModes]
    public async Task NestedFailure_ThroughTwoOrchestrations_KeepsTheWholeChain(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Parent", async context =>
            {
                try
                {
                    await context.CallSubOrchestratorAsync("Child");
                }
                catch (TaskFailedException failed)
                {
                    Assert.True(failed.FailureDetails.IsCausedBy<TaskFailedException>());
                    Assert.True(failed.FailureDetails.InnerFailure!.IsCausedBy<CustomException>());
                    throw;
                }
            })
            .AddOrchestratorFunc("Child", context => context.CallActivityAsync("Throw"))
            .AddActivityFunc("Throw", new Action<TaskActivityContext>(_ =>
                throw new CustomException("first", new FormatException("second", new TimeoutException("third"))))));

        var failure = await host.FailureAsync("Parent");

        var chain = new List<string>();
        for (var details = failure; details is not null; details = details.InnerFailure)
        {
            chain.Add(details.ErrorMessage);
        }

        Assert.Equal(5, chain.Count);
        Assert.Contains("'Child'", chain[0], StringComparison.Ordinal);
        Assert.Contains("'Throw'", chain[1], StringComparison.Ordinal);
        Assert.Equal(["first", "second", "third"], chain[2..]);
    }

    [Theory, EngineModes]
    public async Task CaughtFailures_ByType_LetTheOrchestratorGoOn(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Catch", async context =>
            {
                var caught = new List<string>();
                foreach (var activity in new[] { "Invalid", "Argument", "Custom" })
                {
                    try
                    {
                        await context.CallActivityAsync(activity);
                    }
                    catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<ArgumentException>())
                    {
                        caught.Add("argument");
                    }
                    catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<CustomException>())
                    {
                        caught.Add("custom");
                    }
                    catch (TaskFailedException failed) when (failed.FailureDetails.IsCausedBy<Exception>())
                    {
                        caught.Add($"any, in {failed.TaskName} #{failed.TaskId}");
                    }
                }

                return caught;
            })
            .AddActivityFunc("Invalid", new Action<TaskActivityContext>(_ => throw new InvalidOperationException()))
            .AddActivityFunc("Argument", new Action<TaskActivityContext>(context => throw new ArgumentNullException(nameof(context))))
            .AddActivityFunc("Custom", new Action<TaskActivityContext>(_ => throw new CustomException("boom"))));

        Assert.Equal(["any, in Invalid #0", "argument", "custom"], (await host.OutputAsync<List<string>>("Catch"))!);
    }

    [Theory, EngineModes]
    public async Task Failure_PayloadsNotFetched_IsNotFetchedEither(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Faulty", new Action<TaskOrchestrationContext>(_ => throw new CustomException("boom"))));
        var id = await host.ScheduleAsync("Faulty");

        var metadata = await host.Client.WaitForInstanceCompletionAsync(id, host.Token);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, metadata.RuntimeStatus);
        Assert.Null(metadata.FailureDetails);
        Assert.Null(metadata.SerializedOutput);
        Assert.NotNull((await host.GetAsync(id)).FailureDetails);
    }

    [Theory, EngineModes]
    public async Task WhenAll_SeveralFailures_ThrowsAfterAllHaveEnded(EngineMode mode)
    {
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("All", async context =>
            {
                var calls = Enumerable.Range(0, 4).Select(i => context.CallActivityAsync<int>("OddsFail", i)).ToList();
                try
                {
                    await Task.WhenAll(calls);
                    return "none failed";
                }
                catch (TaskFailedException)
                {
                    return string.Join(' ', calls.Select(call => call.Status));
                }
            })
            .AddActivityFunc<int, int>("OddsFail", (_, i) => i % 2 == 1 ? throw new CustomException($"{i}") : i));

        Assert.Equal("RanToCompletion Faulted RanToCompletion Faulted", await host.OutputAsync<string>("All"));
    }
}
