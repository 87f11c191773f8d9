namespace CharacterFanOut.SampleApi.Faults;

/// <summary>A token bucket that holds one period's worth and fills evenly.</summary>
internal sealed class TokenBucket(ThrottleRate rate, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly double perSecond = rate.Count / rate.Period.TotalSeconds;
    private double tokens = rate.Count;
    private long filledAt = time.GetTimestamp();

    /// <summary>Takes a token.</summary>
    /// <param name="wait">How long until there is one, when there is none.</param>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out TimeSpan wait)
    {
        lock (gate)
        {
            long now = time.GetTimestamp();
            tokens = Math.Min(rate.Count, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * perSecond));
            filledAt = now;

            if (tokens >= 1)
            {
                tokens--;
                wait = TimeSpan.Zero;
                return true;
            }

            wait = TimeSpan.FromSeconds((1 - tokens) / perSecond);
            return false;
        }
    }
}
