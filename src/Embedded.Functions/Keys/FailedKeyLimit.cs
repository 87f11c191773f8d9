using System.Net;
using EmbeddedFunctions.Hosting;

namespace EmbeddedFunctions.Keys;

/// <summary>Counts wrong keys by caller, minute by minute; past the limit a caller waits for the next minute.</summary>
internal sealed class FailedKeyLimit(HostSettings settings, TimeProvider time)
{
    private const int MaxCallers = 10_000;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _failures = [];
    private long _windowStart = time.GetTimestamp();

    /// <summary>How long the caller has to wait; null when it need not.</summary>
    public TimeSpan? WaitFor(IPAddress? caller)
    {
        lock (_lock)
        {
            var elapsed = Turn();
            return _failures.GetValueOrDefault(caller ?? IPAddress.None) >= settings.MaxFailedKeysPerMinute ? Window - elapsed : null;
        }
    }

    /// <summary>Notes a wrong key.</summary>
    public void Failed(IPAddress? caller)
    {
        lock (_lock)
        {
            Turn();
            caller ??= IPAddress.None;
            if (_failures.Count < MaxCallers || _failures.ContainsKey(caller))
            {
                _failures[caller] = _failures.GetValueOrDefault(caller) + 1;
            }
        }
    }

    private TimeSpan Turn()
    {
        var elapsed = time.GetElapsedTime(_windowStart);
        if (elapsed < Window)
        {
            return elapsed;
        }

        _failures.Clear();
        _windowStart = time.GetTimestamp();
        return TimeSpan.Zero;
    }
}
