using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The first failures of a report, a line each, cut where the terminal ends: the whole messages are in the export.</summary>
/// <param name="report">The report.</param>
internal sealed class FailureLines(Report report) : Renderable
{
    private const int Shown = 10;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var shown = report.Failures.Take(Shown).ToList();
        var idWidth = shown.Max(static failure => Id(failure).Length);
        var kindWidth = shown.Max(static failure => failure.Kind.Length);
        yield return Segment.LineBreak;
        var addresses = shown.Select(static failure => Address(failure, Message(failure))).Distinct(StringComparer.Ordinal).ToList();
        var common = addresses is [{ } one] ? one : null;
        yield return new Segment(common is null ? "failed ids" : $"failed ids of {common}", Color.Grey);
        yield return Segment.LineBreak;
        foreach (var failure in shown)
        {
            yield return new Segment($"{Id(failure).PadLeft(idWidth)}  ");
            yield return new Segment($"{failure.Kind.PadRight(kindWidth)}  ", Color.Red);
            yield return new Segment(Cut(Shorten(failure, common), maxWidth - idWidth - kindWidth - 4, options.Unicode ? "…" : "~"));
            yield return Segment.LineBreak;
        }

        if (report.Failed > shown.Count)
        {
            yield return new Segment($"and {ProgressText.Number(report.Failed - shown.Count)} more: fanout export {report.Id} --failures", Color.Grey);
            yield return Segment.LineBreak;
        }
    }

    private static string Id(Report.Failure failure) => failure.Id.ToString(CultureInfo.InvariantCulture);

    // What the address of each is, but for the id at its end; null where a message does not begin with it.
    private static string? Address(Report.Failure failure, string message)
    {
        var address = message.Split(' ')[0];
        return address.StartsWith("http", StringComparison.Ordinal) && address.EndsWith($"/{Id(failure)}", StringComparison.Ordinal)
            ? address[..^Id(failure).Length]
            : null;
    }

    // An address that all have is said once, above them.
    private static string Shorten(Report.Failure failure, string? common)
    {
        var message = Message(failure);
        return common is null ? message : message[(common.Length + Id(failure).Length)..].TrimStart();
    }

    // The id is there already.
    private static string Message(Report.Failure failure)
    {
        var start = $"Character {Id(failure)}: ";
        var message = failure.Message.ReplaceLineEndings(" ");
        return message.StartsWith(start, StringComparison.Ordinal) ? message[start.Length..] : message;
    }

    private static string Cut(string text, int room, string mark) =>
        text.Length <= room ? text : room > 1 ? text[..(room - 1)] + mark : "";
}
