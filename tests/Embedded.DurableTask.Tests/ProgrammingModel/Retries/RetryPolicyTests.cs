using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Tests.ProgrammingModel.Retries;

public sealed class RetryPolicyTests
{
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Constructor_OnlyTheRequired_HasTheDefaults()
    {
        var policy = new RetryPolicy(3, s_second);

        Assert.Equal(3, policy.MaxNumberOfAttempts);
        Assert.Equal(s_second, policy.FirstRetryInterval);
        Assert.Equal(1, policy.BackoffCoefficient);
        Assert.Equal(TimeSpan.FromHours(1), policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
        Assert.True(policy.Handle(new InvalidOperationException()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_NoAttempts_Throws(int attempts) =>
        Assert.Throws<ArgumentOutOfRangeException>("maxNumberOfAttempts", () => new RetryPolicy(attempts, s_second));

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Constructor_FirstIntervalNotPositive_Throws(int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>("firstRetryInterval", () => new RetryPolicy(1, TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0.99)]
    [InlineData(-2)]
    [InlineData(double.NaN)]
    public void Constructor_CoefficientUnderOne_Throws(double coefficient) =>
        Assert.Throws<ArgumentOutOfRangeException>("backoffCoefficient", () => new RetryPolicy(1, s_second, coefficient));

    [Fact]
    public void Constructor_LimitsUnderTheFirstInterval_Throw()
    {
        var less = TimeSpan.FromMilliseconds(999);

        Assert.Throws<ArgumentOutOfRangeException>("maxRetryInterval", () => new RetryPolicy(1, s_second, maxRetryInterval: less));
        Assert.Throws<ArgumentOutOfRangeException>("retryTimeout", () => new RetryPolicy(1, s_second, retryTimeout: less));
    }

    [Fact]
    public void Constructor_InfiniteLimits_AreAllowed()
    {
        var policy = new RetryPolicy(
            1, s_second, maxRetryInterval: Timeout.InfiniteTimeSpan, retryTimeout: Timeout.InfiniteTimeSpan);

        Assert.Equal(Timeout.InfiniteTimeSpan, policy.MaxRetryInterval);
        Assert.Equal(Timeout.InfiniteTimeSpan, policy.RetryTimeout);
    }

    [Fact]
    public void HandleFailure_Given_JudgesTheDetailsOfTaskFailures()
    {
        var policy = new RetryPolicy(2, s_second) { HandleFailure = details => details.IsCausedBy<TimeoutException>() };

        Assert.True(policy.Handle(new TaskFailedException("A", 0, new TimeoutException())));
        Assert.False(policy.Handle(new TaskFailedException("A", 0, new FormatException())));
        Assert.Throws<InvalidOperationException>(() => policy.Handle(new TimeoutException()));
    }
}
