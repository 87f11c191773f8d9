namespace EmbeddedFunctions.Tests.Apps;

public sealed class SlowGate
{
    public SemaphoreSlim Entered { get; } = new(0);

    public TaskCompletionSource Open { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
