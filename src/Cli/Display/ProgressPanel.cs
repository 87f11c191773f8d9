using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>One fan-out's progress, as wide as the terminal.</summary>
/// <param name="state">How it stands.</param>
/// <param name="time">The clock.</param>
internal sealed class ProgressPanel(FanOutState state, TimeProvider time) : Renderable
{
    private const int WidestBar = 60;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var rows = new Rows(Title(), new SegmentLine(Bar(options.Unicode, Math.Min(WidestBar, maxWidth - 6))), new Text(Figures()), Cells(options.Unicode, maxWidth));
        return ((IRenderable)rows).Render(options, maxWidth);
    }

    private Text Title() => new($"{state.Id}  {state.Status}", new Style(decoration: Decoration.Bold));

    private string Figures() => string.Join(" · ", ProgressText.Describe(state, time));

    private IEnumerable<Segment> Bar(bool unicode, int width)
    {
        var total = Math.Max(1, state.Requested);
        var failed = (int)Math.Ceiling((double)width * state.Failed / total);
        var fetched = Math.Min((int)((double)width * state.Fetched / total), width - failed);
        var (full, empty) = unicode ? ('━', '─') : ('#', '-');
        yield return new Segment(new string(full, fetched), Color.Green);
        yield return new Segment(new string(full, failed), Color.Red);
        yield return new Segment(new string(empty, width - fetched - failed), Color.Grey);
        yield return new Segment($" {100 * state.Finished / total,3}%");
    }

    private IRenderable Cells(bool unicode, int maxWidth) =>
        state.Batches > 1 ? new SegmentLine(BatchCells.Draw(state, unicode, maxWidth)) : new Text("");
}
