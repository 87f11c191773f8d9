using System.Globalization;
using NCrontab;

namespace EmbeddedFunctions.Timers;

/// <summary>When a timer runs: NCRONTAB in a time zone, or a fixed interval.</summary>
internal sealed class TimerSchedule
{
    private const int Sampled = 16;

    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;
    private readonly TimeZoneInfo _zone;
    private readonly string _text;

    private TimerSchedule(string text, CrontabSchedule? cron, TimeSpan interval, TimeZoneInfo zone)
    {
        _text = text;
        _cron = cron;
        _interval = interval;
        _zone = zone;
        ShortestInterval = cron is null ? interval : Shortest(cron);
    }

    /// <summary>The shortest time between two occurrences, of the first few.</summary>
    public TimeSpan ShortestInterval { get; }

    /// <summary>Reads five or six cron fields (seconds first), or a time span.</summary>
    /// <exception cref="FormatException">It is neither; the message says what it should be.</exception>
    public static TimerSchedule Parse(string text, TimeZoneInfo zone)
    {
        var fields = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields.Length == 1 && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval))
        {
            return interval > TimeSpan.Zero
                ? new TimerSchedule(text, null, interval, zone)
                : throw new FormatException($"the interval '{text}' is not above zero");
        }

        if (fields.Length is not (5 or 6))
        {
            throw new FormatException($"'{text}' has {fields.Length} fields: write six (second minute hour day month weekday), five without the second, or a time span such as 00:05:00");
        }

        var cron = CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = fields.Length == 6 })
            ?? throw new FormatException($"'{text}' is not NCRONTAB: write six fields (second minute hour day month weekday), such as '0 */5 * * * *'");
        return cron.GetNextOccurrence(DateTime.UnixEpoch, DateTime.MaxValue) == DateTime.MaxValue
            ? throw new FormatException($"'{text}' never occurs")
            : new TimerSchedule(text, cron, default, zone);
    }

    /// <summary>The first occurrence after the given instant; the end of time when there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        if (_cron is null)
        {
            return _interval < DateTimeOffset.MaxValue - after ? after + _interval : DateTimeOffset.MaxValue;
        }

        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        while (true)
        {
            local = _cron.GetNextOccurrence(local, DateTime.MaxValue);
            if (local == DateTime.MaxValue)
            {
                return DateTimeOffset.MaxValue;
            }

            // A time that the clocks skip in spring happens when they have moved; one that they show twice in autumn, once.
            var real = local;
            while (_zone.IsInvalidTime(real))
            {
                real = real.AddMinutes(1);
            }

            var next = new DateTimeOffset(real, _zone.GetUtcOffset(real)).ToUniversalTime();
            if (next > after)
            {
                return next;
            }
        }
    }

    public override string ToString() => _text;

    private static TimeSpan Shortest(CrontabSchedule cron)
    {
        var shortest = TimeSpan.MaxValue;
        DateTime? last = null;
        foreach (var next in cron.GetNextOccurrences(DateTime.UnixEpoch, DateTime.MaxValue).Take(Sampled))
        {
            shortest = last is { } before && next - before < shortest ? next - before : shortest;
            last = next;
        }

        return shortest;
    }
}
