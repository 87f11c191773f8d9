using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>One fan-out's progress, as wide as the terminal.</summary>
/// <param name="progress">How it stands.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressPanel(Progress progress, TimeProvider time) : Renderable
{
    private const int WidestBar = 60;
    private const int PercentWidth = 5;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        List<IRenderable> rows =
        [
            new Paragraph(progress.State.Id, new Style(decoration: Decoration.Bold))
                .Append("  ").Append(progress.State.Status, new Style(StatusView.ColorOf(progress.State))),
            new SegmentLine([.. Bar(options.Unicode, Math.Clamp(maxWidth - PercentWidth, 1, WidestBar))]),
            .. Figures(options.Unicode ? " · " : ", ", maxWidth),
        ];
        if (progress.State.Batches > 1)
        {
            rows.Add(new SegmentLine([.. BatchCells.Draw(progress.State, progress.Batches, options.Unicode, maxWidth)]));
        }

        if (progress.State.IsPaused)
        {
            rows.Add(new Text($"fanout resume {progress.State.Id} goes on with it", new Style(Color.Grey)));
        }

        if (progress.Trouble is { } trouble)
        {
            rows.Add(new Text(trouble, new Style(Color.Olive)));
        }

        return ((IRenderable)new Rows(rows)).Render(options, maxWidth);
    }

    // A line ends between two figures, never in one, and not with what stands between them.
    private IEnumerable<Paragraph> Figures(string between, int maxWidth)
    {
        var line = new Paragraph();
        foreach (var (text, color) in ProgressText.Parts(progress.State, time))
        {
            if (line.Length > 0 && line.Length + between.Length + text.Length > maxWidth)
            {
                yield return line;
                line = new Paragraph();
            }

            line.Append(line.Length > 0 ? between : "", new Style(Color.Grey)).Append(text, new Style(color));
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
        yield return new Segment($" {100 * state.Finished / total,3}%");
    }
}
