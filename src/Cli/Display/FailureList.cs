using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The first failures of a report, a line each, cut at the width of the terminal. The export has the whole messages.</summary>
internal sealed class FailureList(FanOutReport report) : Renderable
{
    private const int MaxShown = 10;

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var shown = report.Failures.Take(MaxShown).ToList();
        var idWidth = shown.Max(static failure => Id(failure).Length);
        var kindWidth = shown.Max(static failure => FailureKinds.Name(failure.Kind).Length);
        yield return Segment.LineBreak;
        var addresses = shown.Select(static failure => Address(failure, Message(failure))).Distinct(StringComparer.Ordinal).ToList();
        var common = addresses is [{ } one] ? one : null;
        yield return new Segment(common is null ? "failed ids" : $"failed ids of {common}", Color.Grey);
        yield return Segment.LineBreak;
        foreach (var failure in shown)
        {
            yield return new Segment($"{Id(failure).PadLeft(idWidth)}  ");
            yield return new Segment($"{FailureKinds.Name(failure.Kind).PadRight(kindWidth)}  ", Color.Red);
            yield return new Segment(Cut(Shorten(failure, common), maxWidth - idWidth - kindWidth - 4, options.Unicode ? "…" : "~"));
            yield return Segment.LineBreak;
        }

        if (report.Failed > shown.Count)
        {
            yield return new Segment($"and {ProgressText.Number(report.Failed - shown.Count)} more: fanout export {report.Id} --failures", Color.Grey);
            yield return Segment.LineBreak;
        }
    }

    private static string Id(FetchFailure failure) => failure.Id.ToString(CultureInfo.InvariantCulture);

    // The address that the message begins with, without the id at its end; null if it does not begin with one.
    private static string? Address(FetchFailure failure, string message)
    {
        var address = message.Split(' ')[0];
        return address.StartsWith("http", StringComparison.Ordinal) && address.EndsWith($"/{Id(failure)}", StringComparison.Ordinal)
            ? address[..^Id(failure).Length]
            : null;
    }

    // An address that all have is shown once, above them.
    private static string Shorten(FetchFailure failure, string? common)
    {
        var message = Message(failure);
        return common is null ? message : message[(common.Length + Id(failure).Length)..].TrimStart();
    }

    // The id has a column of its own.
    private static string Message(FetchFailure failure)
    {
        var start = $"Character {Id(failure)}: ";
        var message = failure.Message;
        return message.StartsWith(start, StringComparison.Ordinal) ? message[start.Length..] : message;
    }

    /// <summary>The beginning of a text that fits into so many columns. Cut between characters as people see them, of which some take two columns.</summary>
    internal static string Cut(string text, int width, string mark)
    {
        if (Columns(text) <= width)
        {
            return text;
        }

        var end = 0;
        while (end < text.Length && end + StringInfo.GetNextTextElementLength(text, end) is var next && Columns(text[..next]) < width)
        {
            end = next;
        }

        return width > 1 ? text[..end] + mark : "";
    }

    private static int Columns(string text) => new Segment(text).CellCount();
}
