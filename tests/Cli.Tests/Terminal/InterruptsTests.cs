using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Tests.Terminal;

public sealed class InterruptsTests
{
    [Fact]
    public void Press_ThreeTimes_DetachesThenCancelsThenLetsTheProcessEnd()
    {
        using var interrupts = new Interrupts();

        Assert.True(interrupts.Press());
        Assert.True(interrupts.Detach.IsCancellationRequested);
        Assert.False(interrupts.Cancel.IsCancellationRequested);

        Assert.True(interrupts.Press());
        Assert.True(interrupts.Cancel.IsCancellationRequested);

        Assert.False(interrupts.Press());
    }

    [Fact]
    public void Terminate_Twice_DetachesWithoutCancelling()
    {
        using var interrupts = new Interrupts();

        Assert.True(interrupts.Terminate());
        Assert.True(interrupts.Detach.IsCancellationRequested);
        Assert.True(interrupts.IsTermination);

        Assert.False(interrupts.Terminate());
        Assert.False(interrupts.Cancel.IsCancellationRequested);
    }
}
