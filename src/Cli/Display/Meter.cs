using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>A bar that is as long as its share of the longest; whatever is more than nothing is seen.</summary>
/// <param name="value">What it shows.</param>
/// <param name="longest">The value of a whole bar.</param>
/// <param name="width">The cells of a whole bar.</param>
/// <param name="color">Its colour.</param>
internal sealed class Meter(double value, double longest, int width, Color color) : Renderable
{
    private const string Eighths = "▏▎▍▌▋▊▉█";

    protected override Measurement Measure(RenderOptions options, int maxWidth) => new(1, width);

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var room = Math.Min(width, maxWidth);
        var eighths = longest > 0 && value > 0 ? Math.Max(1, (int)Math.Round(8 * room * value / longest)) : 0;
        var bar = options.Unicode
            ? new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[(eighths % 8) - 1].ToString() : "")
            : new string('#', (eighths + 7) / 8);
        yield return new Segment(bar, color);
    }
}
