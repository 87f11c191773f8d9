using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace CharacterFanOut.Characters;

/// <summary>The pipeline: concurrency limit over total timeout over retry over rate limit over circuit breaker over attempt timeout.</summary>
internal static class CharacterPipeline
{
    public const string Name = "characters";

    public static void Configure(ResiliencePipelineBuilder<Attempt> builder, CharacterApiOptions options, TimeProvider time)
    {
        builder.TimeProvider = time;

        // Outermost, since the wait for a permit is to count for no timeout.
        builder.AddConcurrencyLimiter(options.MaxConcurrency, queueLimit: int.MaxValue);
        bool hasRate = RequestRate.TryParse(options.Rate, out RequestRate rate);
        TimeSpan rateWaits = hasRate ? options.MaxRetryAfter * (options.RetryCount + 1) : TimeSpan.Zero;
        builder.AddTimeout(new TimeoutStrategyOptions { Name = "TotalTimeout", Timeout = options.TotalTimeout + rateWaits });

        // The retry strategy itself refuses zero.
        if (options.RetryCount > 0)
        {
            builder.AddRetry(Retry(options));
        }

        // Not within the circuit breaker: to that, a request that was not sent would be one that was answered.
        if (hasRate)
        {
#pragma warning disable CA2000 // It holds nothing.
            builder.AddRateLimiter(new EvenRateLimiter(rate.Interval, options.MaxRetryAfter, time));
#pragma warning restore CA2000
        }

        builder.AddCircuitBreaker(CircuitBreaker(options));
        builder.AddTimeout(new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout });
    }

    private static RetryStrategyOptions<Attempt> Retry(CharacterApiOptions options) => new()
    {
        Name = "Retry",
        MaxRetryAttempts = options.RetryCount,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryAfter,

        // Null is the exponential delay: a Retry-After of nothing must not become retries without a pause.
        DelayGenerator = static arguments => ValueTask.FromResult<TimeSpan?>(arguments.Outcome.Result switch
        {
            { RetryAfter.Wait: { } wait } when wait > TimeSpan.Zero => wait,
            { IsThrottled: false, IsOutage: false, RetryAfter.State: RetryAfterState.Absent } when arguments.AttemptNumber == 0 => TimeSpan.Zero,
            _ => null,
        }),
        ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
        {
            { Exception: TimeoutRejectedException } => true,
            { Result: { IsTransient: true } attempt } => attempt.RetryAfter.Wait <= options.MaxRetryAfter,
            _ => false,
        }),
    };

    private static CircuitBreakerStrategyOptions<Attempt> CircuitBreaker(CharacterApiOptions options) => new()
    {
        Name = "CircuitBreaker",
        FailureRatio = options.CircuitFailureRatio,
        MinimumThroughput = options.CircuitMinimumThroughput,
        SamplingDuration = options.CircuitSamplingDuration,
        BreakDuration = options.CircuitBreakDuration,

        // Not a 429, with which the upstream says itself when to come back, and not an answer that is wrong.
        ShouldHandle = static arguments => ValueTask.FromResult(
            arguments.Outcome is { Exception: TimeoutRejectedException } or { Result: { IsTransient: true, IsThrottled: false, Kind: not FailureKind.Malformed } }),
    };
}
