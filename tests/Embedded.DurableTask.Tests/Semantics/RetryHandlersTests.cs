using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

public sealed class RetryHandlersTests
{
    [Theory]
    [EngineModes(1)]
    [EngineModes(2)]
    [EngineModes(10)]
    public async Task Handler_ActivityThatAlwaysFails_IsAskedAfterEachAttempt(EngineMode mode, int attempts)
    {
        var tried = 0;
        var asked = new List<int>();
        var options = TaskOptions.FromRetryHandler(retry =>
        {
            if (!retry.OrchestrationContext.IsReplaying)
            {
                asked.Add(retry.LastAttemptNumber);
            }

            return retry.LastFailure.IsCausedBy<CustomException>() && retry.LastAttemptNumber < attempts;
        });
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Fail", options))
            .AddActivityFunc("Fail", (TaskActivityContext _) =>
            {
                tried++;
                throw new CustomException("boom");
            }));

        var failure = await host.FailureAsync("Try");

        Assert.Equal(attempts, tried);
        Assert.Equal(Enumerable.Range(1, attempts), asked);
        Assert.True(failure.IsCausedBy<TaskFailedException>());
    }

    [Theory, EngineModes]
    public async Task Handler_SubOrchestration_IsAskedToo(EngineMode mode)
    {
        var tried = 0;
        var options = TaskOptions.FromRetryHandler(retry =>
            retry.LastFailure.IsCausedBy<CustomException>() && retry.LastAttemptNumber < 4);
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallSubOrchestratorAsync("Fail", options))
            .AddOrchestratorFunc("Fail", new Action<TaskOrchestrationContext>(_ =>
            {
                tried++;
                throw new CustomException("boom");
            })));

        await host.FailureAsync("Try");

        Assert.Equal(4, tried);
    }

    [Theory, EngineModes]
    public async Task AsyncHandler_ThatWaits_SpacesTheAttempts(EngineMode mode)
    {
        var tried = 0;
        var total = TimeSpan.Zero;
        var options = TaskOptions.FromRetryHandler(async retry =>
        {
            total = retry.TotalRetryTime;
            await retry.OrchestrationContext.CreateTimer(TimeSpan.FromMinutes(5), CancellationToken.None);
            return true;
        });
        await using var host = await EngineHost.StartAsync(
            mode,
            tasks => tasks
                .AddOrchestratorFunc("Try", context => context.CallActivityAsync<int>("Flaky", options))
                .AddActivityFunc("Flaky", _ => ++tried < 4 ? throw new CustomException("not yet") : tried),
            clock: EngineHost.NewClock());

        var completion = host.OutputAsync<int>("Try");
        await host.AdvanceUntilAsync(completion, TimeSpan.FromMinutes(1));

        Assert.Equal(4, await completion);
        Assert.InRange(total, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30));
    }

    [Theory, EngineModes]
    public async Task Handler_ThatThrows_FailsTheInstanceWithItsError(EngineMode mode)
    {
        var options = TaskOptions.FromRetryHandler(new RetryHandler(_ => throw new FormatException("in the handler")));
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", context => context.CallActivityAsync("Fail", options))
            .AddActivityFunc("Fail", new Action<TaskActivityContext>(_ => throw new CustomException("boom"))));

        var failure = await host.FailureAsync("Try");

        Assert.True(failure.IsCausedBy<FormatException>());
        Assert.Equal("in the handler", failure.ErrorMessage);
    }

    [Theory]
    [EngineModes(true)]
    [EngineModes(false)]
    public async Task Handler_NameThatNobodyKnows_IsNotAsked(EngineMode mode, bool activity)
    {
        var asked = 0;
        var options = TaskOptions.FromRetryHandler(_ =>
        {
            asked++;
            return false;
        });
        await using var host = await EngineHost.StartAsync(mode, tasks => tasks
            .AddOrchestratorFunc("Try", async context =>
            {
                if (activity)
                {
                    await context.CallActivityAsync("Bogus", options);
                }
                else
                {
                    await context.CallSubOrchestratorAsync("Bogus", options);
                }
            }));

        await host.FailureAsync("Try");

        Assert.Equal(0, asked);
    }
}
