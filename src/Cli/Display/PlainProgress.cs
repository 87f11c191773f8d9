namespace CharacterFanOut.Cli.Display;

/// <summary>Progress in a pipe: one plain line every few seconds, and one at once when the status changes.</summary>
/// <param name="writer">Where the lines go.</param>
/// <param name="time">The clock.</param>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time) : IProgressView
{
    /// <summary>The time between two lines.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long start = time.GetTimestamp();
    private TimeSpan next = Interval;
    private string? last;

    public bool ShowsBatches => false;

    public Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> watch) => watch(Show);

    private void Show(Progress progress)
    {
        var elapsed = time.GetElapsedTime(start);
        var standing = progress.Trouble ?? progress.State.Status;
        var changed = last is not null && last != standing;
        last = standing;

        // What begins, runs and ends within a few seconds needs no word but its report.
        if (elapsed < next && (!changed || progress.State.Status is "running" or "completed"))
        {
            return;
        }

        next = elapsed + Interval;
        writer.WriteLine($"{progress.State.Id} {standing}: {string.Join(", ", ProgressText.Describe(progress.State, time))}");
    }
}
