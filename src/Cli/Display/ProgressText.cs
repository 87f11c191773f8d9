using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using Spectre.Console;

namespace CharacterFanOut.Cli.Display;

internal static class ProgressText
{
    /// <summary>The status and its color. A fan-out that completed with failures is not green.</summary>
    public static (string Text, Color Color) Status(FanOutView state) => state.Status switch
    {
        FanOutState.Completed when state.Failed > 0 => ($"completed with {Plural(state.Failed, "failure")}", Color.Olive),
        FanOutState.Completed => (Name(state), Color.Green),
        FanOutState.Aborted or FanOutState.Failed => (Name(state), Color.Red),
        FanOutState.Canceled or FanOutState.Paused => (Name(state), Color.Olive),
        _ => (Name(state), state.IsStopped ? Color.Olive : Color.Blue),
    };

    /// <summary>The status as the API writes it, or stopped.</summary>
    public static string Name(FanOutView state) => state.IsStopped ? "stopped" : state.Status.ToString().ToLowerInvariant();

    /// <summary>Fetched, failed, in flight, rate, time left, throttling, time elapsed: those that apply.</summary>
    public static string Describe(FanOutView state, TimeProvider time) => string.Join(", ", Figures(state, time).Select(static figure => figure.Text));

    /// <summary>The same, each with its color.</summary>
    public static IEnumerable<(string Text, Color Color)> Figures(FanOutView state, TimeProvider time)
    {
        yield return ($"{Number(state.Fetched)} of {Number(state.Requested)} fetched", Color.Default);
        yield return ($"{Number(state.Failed)} failed", state.Failed > 0 ? Color.Red : Color.Default);

        // One that nobody works on has nothing in flight, whatever it said last.
        if (state.IsOver || state.IsStopped || state.Status == FanOutState.Paused)
        {
            yield break;
        }

        // Batches report at different times: the sum may pass the cap, which the fetches never do.
        yield return ($"{Number(Math.Min(state.InFlight, state.Request?.MaxConcurrency ?? state.InFlight))} in flight", Color.Default);
        if (state.Retried > 0)
        {
            yield return ($"{Number(state.Retried)} retried", Color.Default);
        }

        if (state.ThrottledWaits > 0)
        {
            yield return ($"throttled {Plural(state.ThrottledWaits, "time")}", Color.Default);
        }

        if (state.Canceling)
        {
            yield return ("canceling", Color.Olive);
        }
        else if (Waiting(state, time) is { } waiting)
        {
            yield return (waiting, Color.Olive);
        }

        // The rate before a wait for the upstream does not predict its end; its own limit is what a host keeps.
        if (!state.Canceling && (state.Waiting is { Reason: WaitReason.RateLimited } || Waiting(state, time) is null))
        {
            if (state.IdsPerSecond is { } rate)
            {
                yield return ($"{Rate(rate)} ids/s", Color.Default);
            }

            if (state.SecondsLeft is { } seconds)
            {
                yield return ($"{Duration(TimeSpan.FromSeconds(seconds))} left", Color.Default);
            }
        }

        // By the host's clock it may have begun a little later than now.
        if (time.GetUtcNow() - state.CreatedAt is { Ticks: > 0 } elapsed)
        {
            yield return ($"{Duration(elapsed)} elapsed", Color.Default);
        }
    }

    /// <summary>How many of a hundred ids have an outcome; 100 only when all have.</summary>
    public static long Percent(FanOutView state) => 100 * state.Finished / Math.Max(1, state.Requested);

    /// <summary>
    /// "throttled until 14:05", or "upstream cannot be reached since 14:03, next try 14:05, given up at 15:03", in local time; null when the
    /// upstream is not waited for.
    /// </summary>
    public static string? Waiting(FanOutView state, TimeProvider time)
    {
        if (state.Waiting is { Reason: WaitReason.OtherUpstream })
        {
            return "waiting for its upstream";
        }

        if (state.Waiting is { Reason: WaitReason.RateLimited } limited)
        {
            return $"at the rate limit of this host, next request {Moment(limited.NextTryAt, time)}";
        }

        if (state.Waiting is { GivenUpAt: { } end } wait)
        {
            var what = wait.Reason == WaitReason.Slow ? "upstream does not answer in time" : "upstream cannot be reached";
            return $"{what} since {Moment(wait.Since, time)}, next try {Moment(wait.NextTryAt, time)}, given up at {Moment(end, time)}";
        }

        return state.ThrottledUntil is { } until && until > time.GetUtcNow() ? "throttled until " + Moment(until, time) : null;
    }

    /// <summary>"14:03:10 throttled until 14:05:00: 429 Too Many Requests", in local time.</summary>
    public static string Describe(LogEntry entry, TimeProvider time)
    {
        var what = entry.Reason switch
        {
            WaitReason.OtherUpstream => "waiting for its upstream",
            WaitReason.Unreachable => "upstream cannot be reached",
            WaitReason.Slow => "upstream does not answer in time",
            null => Words(entry.Event.ToString()),
            var other => Words(other.Value.ToString()),
        };
        var until = entry is { Reason: not null, Until: { } end } ? $" until {LocalShort(end, time)}" : "";
        return $"{LocalShort(entry.At, time)} {what}{until}{(entry.Detail is { } detail ? $": {detail}" : "")}";

        static string Words(string name) => JsonNamingPolicy.KebabCaseLower.ConvertName(name).Replace('-', ' ');
    }

    /// <summary>The time for today, the date with it for another day; local.</summary>
    public static string LocalShort(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        return local.ToString(local.Date == time.GetLocalNow().Date ? "HH:mm:ss" : "MMM d HH:mm", CultureInfo.InvariantCulture);
    }

    // Seconds when it is near, the day when it is another one.
    private static string Moment(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        var format = local.Date != time.GetLocalNow().Date ? "ddd HH:mm" : (moment - time.GetUtcNow()).Duration() < TimeSpan.FromMinutes(2) ? "HH:mm:ss" : "HH:mm";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>1,234.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>1 id, 2 ids.</summary>
    public static string Plural(long number, string noun) => $"{Number(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>How many ids, in words.</summary>
    public static string Ids(IdSet ids) => ids.IsAll ? "all ids" : Plural(ids.Count, "id");

    /// <summary>0.5, 12 or 1,234.</summary>
    public static string Rate(double rate) => rate.ToString(rate < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);

    /// <summary>0:07, 12:30 or 3:05:00.</summary>
    public static string Duration(TimeSpan duration)
    {
        var whole = TimeSpan.FromSeconds(Math.Ceiling(duration.TotalSeconds));
        return whole.TotalHours >= 1
            ? string.Create(CultureInfo.InvariantCulture, $"{(long)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole.Minutes}:{whole.Seconds:00}");
    }
}
