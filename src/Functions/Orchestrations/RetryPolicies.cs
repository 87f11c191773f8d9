using Microsoft.DurableTask;

namespace CharacterFanOut.Functions.Orchestrations;

/// <summary>How Durable retries an activity that threw. What an upstream does is an outcome, never thrown.</summary>
internal static class RetryPolicies
{
    /// <summary>A fetch that threw: a bug, or a lost worker. 3 attempts, 5 s, ×2.</summary>
    public static TaskOptions Fetch { get; } =
        TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromSeconds(5), backoffCoefficient: 2));

    /// <summary>A store that is down: 20 attempts from 2 s on, ×2 up to 5 minutes; over an hour in all.</summary>
    public static TaskOptions Store { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(20, TimeSpan.FromSeconds(2), backoffCoefficient: 2, maxRetryInterval: TimeSpan.FromMinutes(5)));

    /// <summary>Somebody who does not listen: 6 attempts from 10 s on, ×3 up to an hour.</summary>
    public static TaskOptions Notify { get; } = TaskOptions.FromRetryPolicy(
        new RetryPolicy(6, TimeSpan.FromSeconds(10), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromHours(1)));
}
