using NCrontab;

namespace FunctionsHost.Timers;

/// <summary>When a timer runs: NCRONTAB in a time zone, or a fixed interval.</summary>
internal sealed class TimerSchedule
{
    private const int Sampled = 16;

    private readonly CrontabSchedule? _cron;
    private readonly TimeSpan _interval;
    private readonly TimeZoneInfo _zone;
    private readonly string _text;
    private readonly bool _everyHour;

    private TimerSchedule(string text, CrontabSchedule? cron, TimeSpan interval, TimeZoneInfo zone, bool everyHour = false)
    {
        _everyHour = everyHour;
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
            : new TimerSchedule(text, cron, default, zone, everyHour: fields[^4] == "*");
    }

    /// <summary>The first occurrence after the given instant; the end of time when there is none.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        if (_cron is null)
        {
            return _interval < DateTimeOffset.MaxValue - after ? after + _interval : DateTimeOffset.MaxValue;
        }

        if (_everyHour)
        {
            return NextOfEveryHour(_cron, after);
        }

        var local = TimeZoneInfo.ConvertTime(after, _zone).DateTime;
        while (true)
        {
            local = _cron.GetNextOccurrence(local, DateTime.MaxValue);
            if (local == DateTime.MaxValue)
            {
                return DateTimeOffset.MaxValue;
            }

            // A time of the day that the clocks skip in spring happens when they have moved; one that they show twice in autumn, once.
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

    /// <summary>
    /// What runs in every hour runs in both hours that the clocks show in autumn: the time goes on, whatever they show. So the time is counted with
    /// the offset of now, and from the change on with that of then.
    /// </summary>
    private DateTimeOffset NextOfEveryHour(CrontabSchedule cron, DateTimeOffset after)
    {
        var offset = _zone.GetUtcOffset(after);
        var next = Next(after.ToOffset(offset).DateTime, offset);
        if (_zone.GetUtcOffset(next) == offset)
        {
            return next;
        }

        var (before, change) = (after, next);
        while (change - before > TimeSpan.FromSeconds(1))
        {
            var middle = before + ((change - before) / 2);
            (before, change) = _zone.GetUtcOffset(middle) == offset ? (middle, change) : (before, middle);
        }

        var then = _zone.GetUtcOffset(change);
        return Next(before.ToOffset(then).DateTime, then);

        DateTimeOffset Next(DateTime local, TimeSpan at)
            => cron.GetNextOccurrence(local, DateTime.MaxValue) is var found && found < DateTime.MaxValue - TimeSpan.FromDays(1)
                ? new DateTimeOffset(DateTime.SpecifyKind(found, DateTimeKind.Unspecified), at).ToUniversalTime()
                : DateTimeOffset.MaxValue;
    }

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
