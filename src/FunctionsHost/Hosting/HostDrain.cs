namespace FunctionsHost.Hosting;

/// <summary>
/// Tells running invocations that time is nearly up. A stopping host takes no more work and lets what runs end; the token
/// fires a little before it gives up.
/// </summary>
internal sealed class HostDrain : IDisposable
{
    /// <summary>How long a stopping host waits for what runs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan CancelAfter = TimeSpan.FromSeconds(25);

    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration _registration;
    private readonly ITimer _timer;

    public HostDrain(IHostApplicationLifetime lifetime, TimeProvider time)
    {
        Stopping = lifetime.ApplicationStopping;
        _timer = time.CreateTimer(_ => Fire(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = Stopping.Register(() => _timer.Change(CancelAfter, Timeout.InfiniteTimeSpan));
    }

    /// <summary>Fires when the host was told to stop.</summary>
    public CancellationToken Stopping { get; }

    /// <summary>Fires 25 seconds after the host was told to stop.</summary>
    public CancellationToken Token => _source.Token;

    private void Fire()
    {
        try
        {
            _source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The host has ended in the same instant: nothing is left to tell.
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _timer.Dispose();
        _source.Dispose();
    }
}
