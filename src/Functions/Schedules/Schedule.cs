using NCrontab;

namespace CharacterFanOut.Functions.Schedules;

/// <summary>A schedule, as its orchestration carries it along.</summary>
/// <param name="Name">Its name, unique in the task hub.</param>
/// <param name="Schedule">When: NCRONTAB in UTC, see <see cref="Cron"/>.</param>
/// <param name="Upstream">The upstream of the host that it was made on; another host starts nothing.</param>
/// <param name="Runs">What came of the last occurrences, the newest first, at most <see cref="MaxRuns"/>.</param>
public sealed record ScheduleInput(
    string Name,
    string Schedule,
    FanOutRequest Request,
    string Upstream,
    DateTimeOffset CreatedAt,
    IReadOnlyList<ScheduledRun> Runs)
{
    /// <summary>How many occurrences are remembered: 50.</summary>
    public const int MaxRuns = 50;

    /// <summary>The same schedule after one more occurrence.</summary>
    public ScheduleInput With(ScheduledRun run) => this with { Runs = [run, .. Runs.Take(MaxRuns - 1)] };
}

/// <summary>What came of one occurrence of a schedule: a fan-out, or the reason why there is none.</summary>
/// <param name="DueAt">When it was due, UTC.</param>
/// <param name="FanOut">The id of the fan-out that was started; null when none was.</param>
/// <param name="Skipped">Why none was; null when one was.</param>
public sealed record ScheduledRun(DateTimeOffset DueAt, string? FanOut, string? Skipped);

/// <summary>NCRONTAB expressions: five fields, or six with the seconds first. In UTC.</summary>
public static class Cron
{
    /// <summary>Says what is wrong with an expression; null when nothing is.</summary>
    public static string? WhatIsWrongWith(string expression) =>
        Parse(expression) is not { } cron ? $"\"{expression}\" is not NCRONTAB: write six fields (second minute hour day month weekday), such as \"0 0 3 * * *\"."
        : cron.GetNextOccurrence(DateTime.UnixEpoch, DateTime.MaxValue) == DateTime.MaxValue ? $"\"{expression}\" never occurs."
        : null;

    /// <summary>The first occurrence after a time, UTC.</summary>
    public static DateTime Next(string expression, DateTime after) => DateTime.SpecifyKind(Parse(expression)!.GetNextOccurrence(after), DateTimeKind.Utc);

    private static CrontabSchedule? Parse(string expression) => CrontabSchedule.TryParse(
        expression, new() { IncludingSeconds = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6 });
}
