using System.Globalization;

namespace CharacterFanOut.SampleApi.Faults;

/// <summary>A rate limit: so many requests at once, and so many more in each period.</summary>
/// <param name="Count">Requests in a period, at least 1.</param>
/// <param name="Unit">The period: <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</param>
public readonly record struct ThrottleRate(int Count, char Unit)
{
    /// <summary>The period.</summary>
    public TimeSpan Period => Unit switch
    {
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        _ => TimeSpan.FromSeconds(1),
    };

    /// <summary>Reads a rate such as <c>100/s</c> or <c>10000/d</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rate">The rate, when it could be read.</param>
    /// <param name="error">What is wrong and what to write instead, when not.</param>
    /// <returns>Whether the text is a rate.</returns>
    public static bool TryParse(string? text, out ThrottleRate rate, out string error)
    {
        rate = default;
        error = $"'{text}' is not a rate. Write a whole number, a slash and s, m, h or d: 100/s, 10000/d.";

        if ((text ?? "").Trim().Split('/') is not [var count, ['s' or 'm' or 'h' or 'd'] unit]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || number == 0)
        {
            return false;
        }

        rate = new ThrottleRate(number, unit[0]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count}/{Unit}");
}

/// <summary>A token bucket that holds one period's requests and fills evenly.</summary>
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
            wait = tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - tokens) / perSecond);
            tokens -= tokens >= 1 ? 1 : 0;
            return wait == TimeSpan.Zero;
        }
    }
}
