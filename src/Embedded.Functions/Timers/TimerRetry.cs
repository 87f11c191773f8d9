using System.Globalization;
using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Timers;

/// <summary>How often and when a timer function that failed runs again within one occurrence.</summary>
internal sealed class TimerRetry
{
    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;

    private TimerRetry(int most, TimeSpan first, TimeSpan longest)
    {
        Most = most;
        _first = first;
        _longest = longest;
    }

    /// <summary>How many more times; -1 for without end.</summary>
    public int Most { get; }

    /// <summary>Reads what the function declares.</summary>
    /// <exception cref="FormatException">It cannot be; the message says why.</exception>
    public static TimerRetry Read(RetryAttribute attribute)
    {
        if (attribute.MaxRetryCount is 0 or < -1)
        {
            throw new FormatException($"its count is {attribute.MaxRetryCount}: give the number of retries, or -1 for without end");
        }

        switch (attribute)
        {
            case FixedDelayRetryAttribute same:
                var delay = Time(same.DelayInterval);
                return new TimerRetry(attribute.MaxRetryCount, delay, delay);
            case ExponentialBackoffRetryAttribute growing:
                var (least, most) = (Time(growing.MinimumInterval), Time(growing.MaximumInterval));
                return least <= most
                    ? new TimerRetry(attribute.MaxRetryCount, least, most)
                    : throw new FormatException($"its shortest interval '{growing.MinimumInterval}' is longer than its longest '{growing.MaximumInterval}': swap them");
            default:
                throw new FormatException($"{attribute.GetType().Name} is not known: use FixedDelayRetry or ExponentialBackoffRetry");
        }
    }

    /// <summary>Whether there is another run after so many retries.</summary>
    public bool Goes(int retries) => Most < 0 || retries < Most;

    /// <summary>How long to wait before the next run, after so many retries.</summary>
    public TimeSpan Delay(int retries)
    {
        var factor = Math.Pow(2, retries);
        return factor < _longest / _first ? _first * factor : _longest;
    }

    private static TimeSpan Time(string text)
        => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero
            ? time
            : throw new FormatException($"'{text}' is no interval above zero: write one such as 00:00:10");
}
