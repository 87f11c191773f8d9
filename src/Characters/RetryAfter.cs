using System.Globalization;
using System.Net.Http.Headers;

namespace CharacterFanOut.Characters;

/// <summary>How a Retry-After header was read.</summary>
internal enum RetryAfterState
{
    /// <summary>There was none.</summary>
    Absent,

    /// <summary>There was one, in no known form.</summary>
    Unreadable,

    /// <summary>It asks for more than <see cref="RetryAfter.MaxWait"/>, which is then the wait.</summary>
    OutOfRange,

    /// <summary>It asks for the wait, which is zero for a time that is over.</summary>
    Valid,
}

/// <summary>The Retry-After header of an answer.</summary>
/// <param name="Wait">The wait, from the answer on; zero if there is none.</param>
/// <param name="Raw">The header as sent, for messages.</param>
internal readonly record struct RetryAfter(RetryAfterState State, TimeSpan Wait, string Raw)
{
    /// <summary>The longest wait: 24 h.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromHours(24);

    /// <summary>Reads the header as sent: the typed property has no value for seconds above an int, for fractions and for lists.</summary>
    public static RetryAfter From(HttpResponseHeaders headers, TimeProvider time)
    {
        if (!headers.NonValidated.TryGetValues("Retry-After", out HeaderStringValues values))
        {
            return default;
        }

        // Dates count from the answer's own clock, so that a wrong clock here does not change the wait.
        DateTimeOffset now = headers.Date ?? time.GetUtcNow();
        string raw = string.Join(", ", values);
        double? longest = null;
        foreach (string item in Items(raw))
        {
            // Of several values the longest: asking too late does no harm.
            longest = Seconds(item, now) is { } seconds && !(seconds < longest) ? seconds : longest;
        }

        return longest switch
        {
            null => new(RetryAfterState.Unreadable, TimeSpan.Zero, raw),
            { } seconds when seconds > MaxWait.TotalSeconds => new(RetryAfterState.OutOfRange, MaxWait, raw),
            { } seconds => new(RetryAfterState.Valid, TimeSpan.FromSeconds(Math.Max(seconds, 0)), raw),
        };
    }

    // The comma that separates values is also the one after a date's weekday.
    private static IEnumerable<string> Items(string list)
    {
        string weekday = "";
        foreach (string part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (weekday.Length == 0 && part.All(char.IsAsciiLetter))
            {
                weekday = $"{part}, ";
                continue;
            }

            yield return weekday + part;
            weekday = "";
        }
    }

    // Any number of digits: those that no double holds are infinity, which is out of range.
    private static double? Seconds(string item, DateTimeOffset now) =>
        double.TryParse(item, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && char.IsAsciiDigit(item[0]) ? seconds
        : RetryConditionHeaderValue.TryParse(item, out RetryConditionHeaderValue? value) && value.Date is { } date ? (date - now).TotalSeconds
        : null;
}
