using System.Threading.RateLimiting;
using FunctionsHost.Hosting;

namespace FunctionsHost.Http;

/// <summary>
/// How many HTTP functions run at a time (host.json's <c>maxConcurrentRequests</c>); the others wait their turn, up to <c>maxOutstandingRequests</c>.
/// A worker gives up a request that it cannot begin within five seconds, so a thousand at once must not all be given to it at once.
/// </summary>
internal sealed class RequestLimit(HostSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.MaxConcurrentRequests,
        QueueLimit = Math.Max(0, settings.MaxOutstandingRequests - settings.MaxConcurrentRequests),
    });

    /// <summary>Waits for a place, to be disposed of; one that is not acquired means that too many wait.</summary>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancellationToken) => _limiter.AcquireAsync(1, cancellationToken);

    public void Dispose() => _limiter.Dispose();
}
