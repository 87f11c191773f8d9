using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>One fan-out's progress, as wide as the terminal.</summary>
/// <param name="maxLog">How many of the newest entries of its log are shown.</param>
internal sealed class ProgressPanel(Progress progress, TimeProvider time, int maxLog = 5) : Renderable
{
    private const int PercentWidth = 5;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var state = progress.State;
        var (status, color) = ProgressText.Status(state);
        List<IRenderable> rows =
        [
            new Paragraph(state.Id, new Style(decoration: Decoration.Bold)).Append("  ").Append(status, new Style(color)),
            new SegmentLine([.. Bar(options.Unicode, Math.Max(1, maxWidth - PercentWidth))]),
            .. Figures(options.Unicode ? " · " : ", ", maxWidth),
        ];
        if (state.Batches > 1)
        {
            rows.Add(new SegmentLine([.. BatchCells.Draw(state, progress.Batches, options.Unicode, maxWidth)]));
        }

        if (state.Status == FanOutState.Paused)
        {
            rows.Add(new Text($"Resume it with: fanout resume {state.Id}", new Style(Color.Grey)));
        }

        if (state.Waiting is { } wait && !state.IsOver)
        {
            rows.Add(new Text(wait.Error, new Style(Color.Olive)));
        }

        if (progress.Trouble is { } trouble)
        {
            rows.Add(new Text(trouble, new Style(Color.Olive)));
        }

        // That one was started, and is over, is said above.
        rows.AddRange(state.Log.Where(static entry => entry.Event is not (LogEvent.Started or LogEvent.Completed or LogEvent.Aborted or LogEvent.Canceled or LogEvent.Failed))
            .TakeLast(maxLog).Select(entry => new Text(ProgressText.Describe(entry, time), new Style(Color.Grey))));
        return ((IRenderable)new Rows(rows)).Render(options, maxWidth);
    }

    // Lines break between figures, and a separator never ends a line.
    private IEnumerable<Paragraph> Figures(string separator, int maxWidth)
    {
        var line = new Paragraph();
        foreach (var (text, color) in ProgressText.Figures(progress.State, time))
        {
            if (line.Length > 0 && line.Length + separator.Length + text.Length > maxWidth)
            {
                yield return line;
                line = new Paragraph();
            }

            line.Append(line.Length > 0 ? separator : "", new Style(Color.Grey)).Append(text, new Style(color));
        }

        yield return line;
    }

    private IEnumerable<Segment> Bar(bool unicode, int width)
    {
        var state = progress.State;
        var total = Math.Max(1, state.Requested);
        var failed = (int)Math.Ceiling((double)width * state.Failed / total);
        var fetched = Math.Min((int)((double)width * state.Fetched / total), width - failed);
        var (full, empty) = unicode ? ('━', '─') : ('#', '-');
        yield return new Segment(new string(full, fetched), Color.Green);
        yield return new Segment(new string(full, failed), Color.Red);
        yield return new Segment(new string(empty, width - fetched - failed), Color.Grey);
        yield return new Segment($" {ProgressText.Percent(state),3}%");
    }

    private sealed class SegmentLine(IEnumerable<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments.Append(Segment.LineBreak);
    }
}
