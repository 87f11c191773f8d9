using System.Globalization;
using System.Threading.RateLimiting;

namespace CharacterFanOut.Characters;

/// <summary>How many requests may be sent in a period, such as <c>50/s</c> or <c>10000/d</c>.</summary>
/// <param name="Count">The requests in a period, 1 to 1,000,000.</param>
/// <param name="Period">The period: a second, a minute, an hour or a day.</param>
internal readonly record struct RequestRate(int Count, TimeSpan Period)
{
    private const int MaxCount = 1_000_000;

    public TimeSpan Interval => Period / Count;

    /// <summary>Reads a rate: a whole number, a slash, and s, m, h or d.</summary>
    public static bool TryParse(string text, out RequestRate rate)
    {
        rate = default;
        if (text.Split('/') is not [var count, var unit] || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is 0 or > MaxCount)
        {
            return false;
        }

        rate = new(number, unit switch
        {
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            "d" => TimeSpan.FromDays(1),
            _ => default,
        });
        return rate.Period > TimeSpan.Zero;
    }
}

/// <summary>
/// Gives one permit per interval, in the order of asking. A wait of more than <paramref name="maxWait"/> is not waited here: it is refused, with the
/// time to ask again. The token bucket of the framework knows no clock but the system's, and would send all that it refuses back at the same time.
/// </summary>
/// <param name="maxWait">The longest wait.</param>
internal sealed class EvenRateLimiter(TimeSpan interval, TimeSpan maxWait, TimeProvider time) : RateLimiter
{
    // Over how long those are spread that are refused at the same time. Not longer: the permits that they were to take may be free before.
    private static readonly TimeSpan MaxSpread = TimeSpan.FromHours(1);

    // What was not used may be made up for, since timers are late: the permits of 100 ms, or half a permit, so that a slow rate never gives two at once.
    private readonly TimeSpan slack = TimeSpan.FromTicks(Math.Max(TimeSpan.FromMilliseconds(100).Ticks, interval.Ticks / 2));
    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private TimeSpan next;
    private TimeSpan lastRefused;

    public override TimeSpan? IdleDuration => null;

    public override RateLimiterStatistics? GetStatistics() => null;

    protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(null);

    protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
    {
        TimeSpan wait;
        lock (gate)
        {
            TimeSpan now = time.GetElapsedTime(started);
            next = next > now - slack ? next : now - slack;
            wait = next - now;
            if (wait > maxWait)
            {
                TimeSpan later = lastRefused + interval;
                lastRefused = later > next && later - now < MaxSpread ? later : next;
                return new Lease(lastRefused - now);
            }

            next += interval;
        }

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }

        return new Lease();
    }

    private sealed class Lease : RateLimitLease
    {
        private readonly TimeSpan? retryAfter;

        public Lease() => IsAcquired = true;

        public Lease(TimeSpan? retryAfter) => this.retryAfter = retryAfter;

        public override bool IsAcquired { get; }
        public override IEnumerable<string> MetadataNames => retryAfter is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            bool isKnown = retryAfter is not null && metadataName == MetadataName.RetryAfter.Name;
            metadata = isKnown ? retryAfter : null;
            return isKnown;
        }
    }
}
