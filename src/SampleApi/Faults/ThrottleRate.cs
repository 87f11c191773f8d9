namespace CharacterFanOut.SampleApi.Faults;

/// <summary>A rate limit: so many requests at once, and so many more in each period, which is <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
public readonly record struct ThrottleRate(int Count, char Unit)
{
    public double PerSecond => Count / (Unit switch { 'm' => 60.0, 'h' => 3600, 'd' => 86_400, _ => 1 });

    /// <summary>Reads a rate such as <c>100/s</c> or <c>10000/d</c>. The error says what to write instead.</summary>
    public static bool TryParse(string? text, out ThrottleRate rate, out string error)
    {
        error = $"'{text}' is not a rate. Write a whole number, a slash and s, m, h or d: 100/s, 10000/d.";
        rate = (text ?? "").Trim().Split('/') is [var count, ['s' or 'm' or 'h' or 'd'] unit]
            && int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? new ThrottleRate(number, unit[0])
                : default;
        return rate.Count > 0;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}/{Unit}");
}

/// <summary>A token bucket that holds one period's requests and fills evenly.</summary>
internal sealed class TokenBucket(ThrottleRate rate, TimeProvider time)
{
    private readonly Lock gate = new();
    private double tokens = rate.Count;
    private long filledAt = time.GetTimestamp();

    /// <summary>Takes a token, or says how long until there is one.</summary>
    public bool TryTake(out TimeSpan wait)
    {
        lock (gate)
        {
            long now = time.GetTimestamp();
            tokens = Math.Min(rate.Count, tokens + (time.GetElapsedTime(filledAt, now).TotalSeconds * rate.PerSecond));
            filledAt = now;
            wait = tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - tokens) / rate.PerSecond);
            tokens -= tokens >= 1 ? 1 : 0;
            return wait == TimeSpan.Zero;
        }
    }
}
