using FunctionsHost.Functions;
using FunctionsHost.Timers;

namespace FunctionsHost.Tests.Timers;

public sealed class TimerRetryTests
{
    [Fact]
    public void Exponential_Doubles_UpToItsLongest()
    {
        var retry = TimerRetry.Create(new FunctionRetry(5, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(10)));
        Assert.Equal([2, 4, 8, 10, 10], Enumerable.Range(0, 5).Select(retries => (int)retry.Delay(retries).TotalSeconds));
        Assert.Equal(TimeSpan.FromSeconds(10), retry.Delay(int.MaxValue));
        Assert.True(retry.Goes(4));
        Assert.False(retry.Goes(5));
    }

    [Fact]
    public void Fixed_WithoutEnd_GoesOn()
    {
        var retry = TimerRetry.Create(new FunctionRetry(-1, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1)));
        Assert.True(retry.Goes(int.MaxValue));
        Assert.Equal(TimeSpan.FromMinutes(1), retry.Delay(100));
    }
}
