using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>A bar of the length value / max of the width that there is, to an eighth of a cell; what is more than zero is visible. Spectre's bar chart is not proportional: it takes the label's width off every bar.</summary>
internal sealed class Bar(double value, double max, Color color) : Renderable
{
    private const string Eighths = "▏▎▍▌▋▊▉█";

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, maxWidth);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var eighths = max > 0 && value > 0 ? Math.Max(1, (int)Math.Round(8 * maxWidth * value / max)) : 0;
        var bar = options.Unicode
            ? new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[(eighths % 8) - 1].ToString() : "")
            : new string('#', (eighths + 7) / 8);
        yield return new Segment(bar, color);
    }
}
