namespace EmbeddedFunctions.DurableTask.Tests.Semantics;

/// <summary>Holds activities until a test lets them go, and tells it when they have come.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Open() => _open.TrySetResult();

    public Task PassAsync()
    {
        _reached.TrySetResult();
        return _open.Task;
    }

    public Task ReachedAsync(CancellationToken cancellation) => _reached.Task.WaitAsync(cancellation);
}
