using CharacterFanOut.Cli.Client;

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
    private string? lastStatus;

    public Task<T> ShowAsync<T>(Func<Action<FanOutState>, Task<T>> watch) => watch(Show);

    private void Show(FanOutState state)
    {
        var elapsed = time.GetElapsedTime(start);
        var changed = lastStatus is not null && lastStatus != state.Status;
        lastStatus = state.Status;
        if (!changed && (elapsed < next || state.IsOver))
        {
            return;
        }

        next = elapsed + Interval;
        writer.WriteLine(string.Join(", ", ProgressText.Describe(state, time).Prepend($"{state.Id} {state.Status}")));
    }
}
