using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class RetryTimerFunctions(TimerRuns runs)
{
    [Function("Fixed")]
    [FixedDelayRetry(2, "00:00:10")]
    public Task Fixed([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer, FunctionContext context)
        => runs.RunAsync($"{context.RetryContext.RetryCount}/{context.RetryContext.MaxRetryCount}", timer);
}
