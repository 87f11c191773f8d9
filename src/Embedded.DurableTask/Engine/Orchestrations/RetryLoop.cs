using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>Runs an action again as its retry options say, with durable timers in between. Part of the orchestrator: it replays.</summary>
internal static class RetryLoop
{
    public static Task<T> RunAsync<T>(TaskOrchestrationContext context, TaskRetryOptions options, Func<Task<T>> attempt)
    {
        if (options.Policy is { } policy)
        {
            return WithPolicyAsync(context, policy, attempt);
        }

        return WithHandlerAsync(context, options.Handler!, attempt);
    }

    private static async Task<T> WithPolicyAsync<T>(TaskOrchestrationContext context, RetryPolicy policy, Func<Task<T>> attempt)
    {
        DateTime started = context.CurrentUtcDateTime;
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e)
            {
                bool expired = policy.RetryTimeout > TimeSpan.Zero
                    && policy.RetryTimeout != TimeSpan.MaxValue
                    && policy.RetryTimeout != Timeout.InfiniteTimeSpan
                    && context.CurrentUtcDateTime - started >= policy.RetryTimeout;
                if (tried >= policy.MaxNumberOfAttempts || IsHopeless(e) || expired || !policy.Handle(e))
                {
                    throw;
                }
            }

            await context.CreateTimer(Delay(policy, tried), CancellationToken.None);
        }
    }

    private static async Task<T> WithHandlerAsync<T>(TaskOrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> attempt)
    {
        DateTime started = context.CurrentUtcDateTime;
        for (int tried = 1; ; tried++)
        {
            try
            {
                return await attempt();
            }
            catch (TaskFailedException e) when (!IsHopeless(e))
            {
                var failed = new RetryContext(context, tried, e.FailureDetails, context.CurrentUtcDateTime - started, CancellationToken.None);
                if (!await handler(failed))
                {
                    throw;
                }
            }
        }
    }

    /// <summary>Something that is not there will not be there next time.</summary>
    private static bool IsHopeless(TaskFailedException e) =>
        e.FailureDetails.ErrorType is OrchestratorFault.ActivityNotFound or OrchestratorFault.OrchestratorNotFound;

    private static TimeSpan Delay(RetryPolicy policy, int tried)
    {
        double milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, tried - 1);
        TimeSpan most = policy.MaxRetryInterval <= TimeSpan.Zero ? TimeSpan.MaxValue : policy.MaxRetryInterval;
        return milliseconds >= most.TotalMilliseconds ? most : TimeSpan.FromMilliseconds(milliseconds);
    }
}
