namespace FunctionsHost.Durable.Engine;

/// <summary>Whether the engine stops, and what is still running.</summary>
internal sealed class DrainState : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan GiveBack = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _cancelling = new();
    private readonly CancellationTokenSource _aborted = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;

    /// <summary>Cancelled when nothing new is to be taken.</summary>
    public CancellationToken Stopping => _stopping.Token;

    /// <summary>Cancelled when what still runs is to come to an end.</summary>
    public CancellationToken Cancelling => _cancelling.Token;

    /// <summary>Cancelled when what still runs has run out of time, and its outcome is not waited for any more.</summary>
    public CancellationToken Aborted => _aborted.Token;

    public void Dispose()
    {
        _stopping.Dispose();
        _cancelling.Dispose();
        _aborted.Dispose();
    }

    /// <summary>A work item was taken.</summary>
    public void Enter() => Interlocked.Increment(ref _running);

    /// <summary>A work item is done with.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _running) == 0 && _stopping.IsCancellationRequested)
        {
            _idle.TrySetResult();
        }
    }

    /// <summary>Waits a little before work that could not be done is given back, which the engine takes again at once.</summary>
    public async Task PauseAsync()
    {
        try
        {
            await Task.Delay(Pause, _stopping.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Stopping: given back at once.
        }
    }

    /// <summary>Takes nothing new and waits for what runs. Near the end of the time it is told to cancel; at the end it is given up.</summary>
    /// <param name="timeout">How long to wait, by the system's clock.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>How many work items were given up.</returns>
    public async Task<int> StopAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        if (Volatile.Read(ref _running) == 0)
        {
            _idle.TrySetResult();
        }

        var grace = timeout / 6;
        if (!await IsIdleAsync(timeout - grace, cancellationToken).ConfigureAwait(false))
        {
            await _cancelling.CancelAsync().ConfigureAwait(false);
            if (!await IsIdleAsync(grace, cancellationToken).ConfigureAwait(false))
            {
                var left = Volatile.Read(ref _running);
                await _aborted.CancelAsync().ConfigureAwait(false);
                await IsIdleAsync(GiveBack, CancellationToken.None).ConfigureAwait(false);
                return left;
            }
        }

        return 0;
    }

    private async Task<bool> IsIdleAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        try
        {
            await _idle.Task.WaitAsync(timeout, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            return false;
        }
    }
}
