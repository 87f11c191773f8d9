using System.Net;
using Microsoft.Extensions.Http.Resilience;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace CharacterFanOut.Characters.Resilience;

/// <summary>The pipeline: total timeout over retry over circuit breaker over attempt timeout.</summary>
internal static class CharacterPipeline
{
    public const string Name = "characters";

    public static void Configure(ResiliencePipelineBuilder<HttpResponseMessage> builder, CharacterApiOptions options, TimeProvider time)
    {
        builder.TimeProvider = time;
        builder.AddTimeout(new HttpTimeoutStrategyOptions { Name = "TotalTimeout", Timeout = options.TotalTimeout });

        // The retry strategy itself refuses zero.
        if (options.RetryCount > 0)
        {
            builder.AddRetry(Retry(options, time));
        }

        builder.AddCircuitBreaker(CircuitBreaker(options));
        builder.AddTimeout(new HttpTimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout });
    }

    private static HttpRetryStrategyOptions Retry(CharacterApiOptions options, TimeProvider time) => new()
    {
        Name = "Retry",
        MaxRetryAttempts = options.RetryCount,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true,
        Delay = options.RetryDelay,
        MaxDelay = options.MaxRetryAfter,
        ShouldRetryAfterHeader = false,

        // Null is the exponential delay: a Retry-After of nothing must not become retries without a pause.
        DelayGenerator = arguments => ValueTask.FromResult(
            RetryAfter.Of(arguments.Outcome.Result, time) is { } wait && wait > TimeSpan.Zero ? wait : (TimeSpan?)null),
        ShouldHandle = arguments => ValueTask.FromResult(
            IsTransient(arguments.Outcome, tooManyRequests: true)
            && !(RetryAfter.Of(arguments.Outcome.Result, time) > options.MaxRetryAfter)),
    };

    private static HttpCircuitBreakerStrategyOptions CircuitBreaker(CharacterApiOptions options) => new()
    {
        Name = "CircuitBreaker",
        FailureRatio = options.CircuitFailureRatio,
        MinimumThroughput = options.CircuitMinimumThroughput,
        SamplingDuration = options.CircuitSamplingDuration,
        BreakDuration = options.CircuitBreakDuration,

        // 429 is the upstream's will, not its weakness, and it says itself when to come back.
        ShouldHandle = arguments => ValueTask.FromResult(IsTransient(arguments.Outcome, tooManyRequests: false)),
    };

    private static bool IsTransient(Outcome<HttpResponseMessage> outcome, bool tooManyRequests) => outcome switch
    {
        { Exception: BrokenCircuitException } => false,
        { Exception: HttpRequestException exception } => !Failures.IsOversized(exception),
        { Exception: TimeoutRejectedException } => true,
        { Result.StatusCode: HttpStatusCode.TooManyRequests } => tooManyRequests,
        { Result.StatusCode: HttpStatusCode.RequestTimeout or >= HttpStatusCode.InternalServerError } => true,
        _ => false,
    };
}
