using CharacterFanOut.Characters.Resilience;
using Microsoft.Extensions.Http.Resilience;
using Microsoft.Extensions.Time.Testing;
using Polly;
using Polly.Testing;

namespace CharacterFanOut.Characters.Tests.Resilience;

public sealed class CharacterPipelineTests
{
    [Fact]
    public void Configure_Defaults_IsTotalTimeoutOverRetryOverCircuitBreakerOverAttemptTimeout()
    {
        ResiliencePipelineDescriptor pipeline = Describe(new CharacterApiOptions());

        Assert.Collection(
            pipeline.Strategies.Select(static strategy => strategy.Options),
            static options => Assert.Equal(TimeSpan.FromSeconds(30), Assert.IsType<HttpTimeoutStrategyOptions>(options).Timeout),
            static options =>
            {
                HttpRetryStrategyOptions retry = Assert.IsType<HttpRetryStrategyOptions>(options);
                Assert.Equal((3, DelayBackoffType.Exponential, true), (retry.MaxRetryAttempts, retry.BackoffType, retry.UseJitter));
                Assert.Equal((TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(10)), (retry.Delay, retry.MaxDelay));
            },
            static options =>
            {
                HttpCircuitBreakerStrategyOptions breaker = Assert.IsType<HttpCircuitBreakerStrategyOptions>(options);
                Assert.Equal((0.9, 50), (breaker.FailureRatio, breaker.MinimumThroughput));
                Assert.Equal((TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(5)), (breaker.SamplingDuration, breaker.BreakDuration));
            },
            static options => Assert.Equal(TimeSpan.FromSeconds(10), Assert.IsType<HttpTimeoutStrategyOptions>(options).Timeout));
    }

    [Fact]
    public void Configure_NoRetries_LeavesRetryOut()
    {
        ResiliencePipelineDescriptor pipeline = Describe(new CharacterApiOptions { RetryCount = 0 });

        Assert.Equal(3, pipeline.Strategies.Count);
        Assert.DoesNotContain(pipeline.Strategies, static strategy => strategy.Options is HttpRetryStrategyOptions);
    }

    private static ResiliencePipelineDescriptor Describe(CharacterApiOptions options)
    {
        ResiliencePipelineBuilder<HttpResponseMessage> builder = new();
        CharacterPipeline.Configure(builder, options, new FakeTimeProvider());
        return builder.Build().GetPipelineDescriptor();
    }
}
