using System.Net;
using System.Net.Sockets;

namespace FunctionsHost.Keys;

/// <summary>
/// Counts wrong keys by caller, minute by minute; past the limit a caller's wrong keys wait for the next minute. It spares the
/// log and the processor; what keeps keys from being guessed is their length.
/// </summary>
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
            return _failures.GetValueOrDefault(Caller(caller)) >= settings.MaxFailedKeysPerMinute ? Window - elapsed : null;
        }
    }

    /// <summary>Notes a wrong key.</summary>
    public void Failed(IPAddress? caller)
    {
        lock (_lock)
        {
            Turn();
            caller = Caller(caller);
            if (_failures.Count < MaxCallers || _failures.ContainsKey(caller))
            {
                _failures[caller] = _failures.GetValueOrDefault(caller) + 1;
            }
        }
    }

    /// <summary>Whom an address stands for: whoever has one of IPv6 has its whole network.</summary>
    private static IPAddress Caller(IPAddress? address)
    {
        if (address is null || address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address ?? IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        var bytes = address.GetAddressBytes();
        bytes.AsSpan(8).Clear();
        return new IPAddress(bytes);
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
