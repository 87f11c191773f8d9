using Spectre.Console;

namespace CharacterFanOut.Cli.Display;

/// <summary>Progress on a terminal: a bar, the figures, and the batches as a row of cells, drawn in place.</summary>
/// <param name="console">Where it is drawn.</param>
/// <param name="time">The clock.</param>
internal sealed class LiveProgress(IAnsiConsole console, TimeProvider time) : IProgressView
{
    public bool ShowsBatches => true;

    public Task<T> ShowAsync<T>(Func<Action<Progress>, Task<T>> watch) =>
        console.Live(new Text("")).AutoClear(true).StartAsync(live => watch(progress =>
        {
            live.UpdateTarget(new ProgressPanel(progress, time));
            live.Refresh();
        }));
}
