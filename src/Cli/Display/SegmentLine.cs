using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>A line of ready-made pieces.</summary>
internal sealed class SegmentLine(IEnumerable<Segment> pieces) : Renderable
{
    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => pieces.Append(Segment.LineBreak);
}
