using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Tests.Terminal;

public sealed class InterruptSignalsTests
{
    [Fact]
    public void OnInterrupt_ThreeTimes_DetachesThenCancelsThenLetsTheProcessEnd()
    {
        using var signals = new InterruptSignals();

        Assert.True(signals.OnInterrupt());
        Assert.True(signals.Detach.IsCancellationRequested);
        Assert.False(signals.Cancel.IsCancellationRequested);

        Assert.True(signals.OnInterrupt());
        Assert.True(signals.Cancel.IsCancellationRequested);

        Assert.False(signals.OnInterrupt());
    }

    [Fact]
    public void OnTerminate_Twice_DetachesWithoutCancelling()
    {
        using var signals = new InterruptSignals();

        Assert.True(signals.OnTerminate());
        Assert.True(signals.Detach.IsCancellationRequested);
        Assert.True(signals.IsTermination);

        Assert.False(signals.OnTerminate());
        Assert.False(signals.Cancel.IsCancellationRequested);
    }
}
