using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>A report for people.</summary>
internal static class ReportView
{
    private const int NamesShown = 6;
    private const int PlacesShown = 5;

    /// <summary>The whole report.</summary>
    public static IRenderable Of(Report report)
    {
        List<IRenderable> parts = [Headline(report)];
        if (report.Fetched > 0)
        {
            parts.Add(new Columns(Counts("Status", report.ByStatus, NamesShown), Counts("Species", report.BySpecies, NamesShown), Counts("Gender", report.ByGender, NamesShown)) { Expand = false });
            parts.Add(new Columns(Counts("Origin", report.Origins, PlacesShown), Counts("Location", report.Locations, PlacesShown)) { Expand = false });
        }

        if (report.Failed > 0)
        {
            parts.Add(new FailureLines(report));
        }

        return new Rows(parts);
    }

    private static Grid Headline(Report report)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Row("fan-out", new Text(report.Id));
        Row("ids", new Text(report.Ids ?? ""));
        Row("fetched", new Markup($"[bold {(report.AllFetched ? "green" : "olive")}]{ProgressText.Number(report.Fetched)}[/] of {ProgressText.Number(report.Requested)}"));
        if (report.Failed > 0)
        {
            var kinds = string.Join(", ", report.FailedByKind.Select(static kind => $"{ProgressText.Number(kind.Value)} {kind.Key}"));
            Row("failed", new Markup($"[bold red]{ProgressText.Number(report.Failed)}[/] ({Markup.Escape(kinds)})"));
        }

        if (report.NotAttempted > 0)
        {
            Row("not asked for", new Text($"{ProgressText.Number(report.NotAttempted)}, because the fan-out was {report.Result}"));
        }

        Row("took", new Text(Took(report)));
        if (report.LatencyMs is { P50: { } p50, P95: { } p95, P99: { } p99, Max: { } max })
        {
            Row("latency", new Text(string.Create(CultureInfo.InvariantCulture, $"p50 {p50:0.0} ms, p95 {p95:0.0} ms, p99 {p99:0.0} ms, max {max:0.0} ms")));
        }

        if (report.Episodes is { Min: { } least, Median: { } median, Max: { } most })
        {
            Row("episodes", new Text(string.Create(CultureInfo.InvariantCulture, $"{least} to {most} per character, median {median}")));
        }

        if (report.Retried > 0)
        {
            Row("retried", new Text($"{Plural(report.Retried, "id")} took more than one request"));
        }

        if (report.ThrottledWaits > 0)
        {
            Row("throttled", new Text($"waited {Plural(report.ThrottledWaits, "time")} for the upstream"));
        }

        if (report.RetryOf is { } before)
        {
            Row("retry of", new Text(before));
        }

        return grid;

        void Row(string name, IRenderable value) => grid.AddRow(new Text(name, new Style(Color.Grey)), value);
    }

    private static string Took(Report report)
    {
        var seconds = report.Seconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{report.Seconds:0.00} s")
            : ProgressText.Duration(TimeSpan.FromSeconds(report.Seconds));
        return report.IdsPerSecond is { } rate ? $"{seconds}, {ProgressText.Rate(rate)} ids/s" : seconds;
    }

    private static Table Counts(string title, Report.Counts counts, int shown)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumn(new TableColumn(title)).AddColumn(new TableColumn(new Text("#")).RightAligned());
        foreach (var count in counts.Top.Take(shown))
        {
            table.AddRow(new Text(count.Name), new Text(ProgressText.Number(count.Times)));
        }

        var other = counts.Other + counts.Top.Skip(shown).Sum(static count => count.Times);
        if (other > 0)
        {
            table.AddRow(new Text("other", new Style(Color.Grey)), new Text(ProgressText.Number(other), new Style(Color.Grey)));
        }

        return table;
    }

    private static string Plural(long number, string one) => $"{ProgressText.Number(number)} {one}{(number == 1 ? "" : "s")}";
}
