using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.CircuitBreaker;
using Polly.RateLimiting;
using Polly.Retry;
using Polly.Testing;
using Polly.Timeout;

namespace CharacterFanOut.Characters.Tests;

public sealed class CharacterPipelineTests
{
    [Fact]
    public void Configure_Defaults_IsConcurrencyLimitOverTotalTimeoutOverRetryOverCircuitBreakerOverAttemptTimeout()
    {
        ResiliencePipelineDescriptor pipeline = Describe(new CharacterApiOptions());

        Assert.Collection(
            pipeline.Strategies.Select(static strategy => strategy.Options),
            static options =>
            {
                RateLimiterStrategyOptions limit = Assert.IsType<RateLimiterStrategyOptions>(options);
                Assert.Equal((1024, int.MaxValue), (limit.DefaultRateLimiterOptions.PermitLimit, limit.DefaultRateLimiterOptions.QueueLimit));
            },
            static options => Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<TimeoutStrategyOptions>(options).Timeout),
            static options =>
            {
                RetryStrategyOptions<Attempt> retry = Assert.IsType<RetryStrategyOptions<Attempt>>(options);
                Assert.Equal((3, DelayBackoffType.Exponential, true), (retry.MaxRetryAttempts, retry.BackoffType, retry.UseJitter));
                Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)), (retry.Delay, retry.MaxDelay));
            },
            static options =>
            {
                CircuitBreakerStrategyOptions<Attempt> breaker = Assert.IsType<CircuitBreakerStrategyOptions<Attempt>>(options);
                Assert.Equal((0.9, 50), (breaker.FailureRatio, breaker.MinimumThroughput));
                Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)), (breaker.SamplingDuration, breaker.BreakDuration));
            },
            static options => Assert.Equal(TimeSpan.FromSeconds(10), Assert.IsType<TimeoutStrategyOptions>(options).Timeout));
    }

    [Fact]
    public void Configure_NoRetries_LeavesRetryOut()
    {
        ResiliencePipelineDescriptor pipeline = Describe(new CharacterApiOptions { RetryCount = 0 });

        Assert.Equal(4, pipeline.Strategies.Count);
        Assert.DoesNotContain(pipeline.Strategies, static strategy => strategy.Options is RetryStrategyOptions<Attempt>);
    }

    private static ResiliencePipelineDescriptor Describe(CharacterApiOptions options)
    {
        ResiliencePipelineBuilder<Attempt> builder = new();
        CharacterPipeline.Configure(builder, options, new FakeTimeProvider());
        return builder.Build().GetPipelineDescriptor();
    }
}
