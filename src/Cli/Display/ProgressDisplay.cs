using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Terminal;
using Spectre.Console;

namespace CharacterFanOut.Cli.Display;

/// <summary>One poll of a fan-out.</summary>
/// <param name="State">Its state.</param>
/// <param name="Batches">Its batches, if they were asked for.</param>
/// <param name="Trouble">Why the state is not fresh, the fan-out cannot go on, or it failed; null otherwise.</param>
internal sealed record Progress(FanOutView State, BatchProgress Batches, string? Trouble = null);

internal static class ProgressDisplay
{
    /// <param name="follow">Follows the fan-out, and passes every poll to its argument.</param>
    public static Task<T> ShowAsync<T>(TerminalSession terminal, Func<Action<Progress>, Task<T>> follow) => terminal.CanRedraw
        ? terminal.Messages.Value.Live(new Text("")).AutoClear(true).StartAsync(live => follow(progress =>
        {
            live.UpdateTarget(new ProgressPanel(progress, terminal.Time));
            live.Refresh();
        }))
        : follow(new PlainProgress(terminal.Error, terminal.Time).Show);
}

/// <summary>
/// Progress in a pipe: one line every few seconds if there is something new, and one at once when the status changes or the upstream is waited for.
/// </summary>
internal sealed class PlainProgress(TextWriter writer, TimeProvider time)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly long start = time.GetTimestamp();
    private TimeSpan next = Interval;
    private string? last;
    private string? lastError;
    private (string Shown, long Fetched, long Failed) written;

    public void Show(Progress progress)
    {
        var elapsed = time.GetElapsedTime(start);
        var status = progress.Trouble ?? ProgressText.Name(progress.State);
        var wait = progress.State.Waiting;
        var shown = $"{status} {wait?.Reason}";
        var changed = last is not null && last != shown;
        last = shown;

        // For a fan-out of a few seconds the report is enough.
        if (elapsed < next && (!changed || (wait is null && progress.Trouble is null && progress.State.Status is FanOutState.Running or FanOutState.Completed)))
        {
            return;
        }

        var news = (shown, progress.State.Fetched, progress.State.Failed);
        if (written == news)
        {
            return;
        }

        written = news;
        next = elapsed + Interval;

        // Once, however long it lasts.
        var error = wait is null || wait.Error == lastError ? "" : $" ({wait.Error})";
        lastError = wait?.Error;
        writer.WriteLine($"{progress.State.Id} {status.TrimEnd('.')}: {ProgressText.Percent(progress.State)}%, {ProgressText.Describe(progress.State, time)}{error}");
    }
}
