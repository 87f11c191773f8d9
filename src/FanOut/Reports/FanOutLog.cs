using System.Text.Json.Serialization;

namespace CharacterFanOut;

/// <summary>What can happen to a fan-out.</summary>
[JsonConverter(typeof(EnumNameConverter<LogEvent>))]
public enum LogEvent
{
    /// <summary>It was accepted.</summary>
    Started,

    /// <summary>It waited for its upstream, or still does.</summary>
    Waiting,

    /// <summary>Ids failed, and the batches that they were in are over.</summary>
    IdsFailed,

    BatchLost,

    Paused,

    Resumed,

    /// <summary>A host that had stopped, or its worker, was started while it ran.</summary>
    HostStarted,

    /// <summary>Too many ids failed: nothing new is started.</summary>
    Aborting,

    /// <summary>Somebody wants it to end: nothing new is started.</summary>
    Canceling,

    /// <summary>It is over: every id was asked for.</summary>
    Completed,

    /// <summary>It is over: too many ids failed.</summary>
    Aborted,

    Canceled,

    Failed,

    /// <summary>Some of its ids were asked for again: by another fan-out, which the detail names.</summary>
    Retried,
}

/// <summary>Something that happened to a fan-out.</summary>
/// <param name="At">When it happened or began, UTC.</param>
/// <param name="Detail">More of it, for people, such as the last error; null when there is nothing more to say.</param>
/// <param name="Reason">Why the upstream was waited for; null when it was not.</param>
/// <param name="Until">When it was over, UTC; null for what is over at once, and for a wait that lasts.</param>
public sealed record LogEntry(DateTimeOffset At, LogEvent Event, string? Detail = null, WaitReason? Reason = null, DateTimeOffset? Until = null);

/// <summary>What happened to a fan-out, oldest first: small enough for the custom status of an instance, of which Azure Storage takes 16 KB.</summary>
public static class FanOutLog
{
    /// <summary>The most entries, the newest ones: 25.</summary>
    public const int MaxEntries = 25;

    private const int MaxDetail = 120;

    // An upstream that throttles again and again is one entry, not one for each time and each batch.
    private static readonly TimeSpan MaxGap = TimeSpan.FromSeconds(10);

    /// <summary>The log of both. Waits of the same kind that overlap or follow each other soon become one, and so do failures.</summary>
    public static IReadOnlyList<LogEntry> Merge(IReadOnlyList<LogEntry> left, IReadOnlyList<LogEntry> right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var merged = new List<LogEntry>(left.Count + right.Count);
        foreach (var entry in left.Concat(right).OrderBy(entry => entry.At).ThenBy(entry => entry.Event).Select(Cut))
        {
            var same = merged.FindLastIndex(known => known.Event == entry.Event && known.Reason == entry.Reason);
            if (same >= 0 && entry.Event is (LogEvent.Waiting or LogEvent.IdsFailed) && !(merged[same].Until + MaxGap < entry.At))
            {
                merged[same] = merged[same] with { Until = Later(merged[same].Until, entry.Until), Detail = entry.Detail };
            }
            else
            {
                merged.Add(entry);
            }
        }

        return [.. merged.TakeLast(MaxEntries)];
    }

    // What lasts ends after all else.
    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one is null || other is null ? null : one > other ? one : other;

    private static LogEntry Cut(LogEntry entry) => entry.Detail is { Length: > MaxDetail } detail && !detail.EndsWith('…')
        ? entry with { Detail = $"{TextCut.Start(detail, MaxDetail)}…" }
        : entry;
}
