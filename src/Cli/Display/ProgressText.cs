using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;

namespace CharacterFanOut.Cli.Display;

/// <summary>The words and figures of a fan-out's progress.</summary>
internal static class ProgressText
{
    /// <summary>Fetched, failed, in flight, rate, time left, throttling: what there is of them.</summary>
    public static IEnumerable<string> Describe(FanOutState state, TimeProvider time) => Parts(state, time).Select(static part => part.Text);

    /// <summary>The same, each with the colour that it has where there are colours.</summary>
    public static IEnumerable<(string Text, Color Color)> Parts(FanOutState state, TimeProvider time)
    {
        yield return ($"{Number(state.Fetched)} of {Number(state.Requested)} fetched", Color.Default);
        yield return ($"{Number(state.Failed)} failed", state.Failed > 0 ? Color.Red : Color.Default);
        if (state.IsOver)
        {
            yield break;
        }

        // What is paused reports nothing: what was in flight before comes to its end unseen.
        if (state.IsPaused)
        {
            yield break;
        }

        // Batches report in flight now and then, each at its own time: the sum may pass the cap, which the fetches never do.
        yield return ($"{Number(Math.Min(state.InFlight, state.Request?.MaxConcurrency ?? state.InFlight))} in flight", Color.Default);
        if (state.Canceling)
        {
            yield return ("canceling", Color.Olive);
            yield break;
        }

        // The rate before a throttling says nothing about when it will be over.
        if (Throttled(state, time) is { } throttled)
        {
            yield return (throttled, Color.Olive);
            yield break;
        }

        if (state.IdsPerSecond is { } rate)
        {
            yield return ($"{Rate(rate)} ids/s", Color.Default);
        }

        if (state.SecondsLeft is { } seconds)
        {
            yield return ($"{Duration(TimeSpan.FromSeconds(seconds))} left", Color.Default);
        }
    }

    /// <summary>"throttled until 14:05", in the local time; null when it is not.</summary>
    public static string? Throttled(FanOutState state, TimeProvider time)
    {
        if (state.ThrottledUntil is not { } until || until <= time.GetUtcNow())
        {
            return null;
        }

        var local = TimeZoneInfo.ConvertTime(until, time.LocalTimeZone);
        var days = (local.Date - time.GetLocalNow().Date).Days;

        // Seconds count only when the end is near, the day only when it is another one.
        var format = days > 0 ? "ddd HH:mm" : until - time.GetUtcNow() < TimeSpan.FromMinutes(2) ? "HH:mm:ss" : "HH:mm";
        return "throttled until " + local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>1,234.</summary>
    public static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

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
