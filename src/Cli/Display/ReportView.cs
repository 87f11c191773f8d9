using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

internal static class ReportView
{
    private const int MaxNames = 6;
    private const int MaxPlaces = 5;

    public static IRenderable Create(FanOutReport report)
    {
        List<IRenderable> parts = [Headline(report)];
        if (report.ByStatus.Top.Count > 0)
        {
            parts.Add(new Columns(Counts("Status", report.ByStatus, MaxNames), Counts("Species", report.BySpecies, MaxNames), Counts("Gender", report.ByGender, MaxNames)) { Expand = false });
            parts.Add(new Columns(Counts("Origin", report.Origins, MaxPlaces), Counts("Location", report.Locations, MaxPlaces)) { Expand = false });
        }

        if (report.Breakdowns is { Count: > 0 } breakdowns)
        {
            parts.Add(new Columns(breakdowns.Select(static field => Counts(field.Key, field.Value, MaxNames))) { Expand = false });
        }

        if (report is { Failed: > 0, Failures.Count: > 0 })
        {
            parts.Add(new FailureList(report));
        }

        return new Rows(parts);
    }

    private static Grid Headline(FanOutReport report)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        AddRow("fan-out", report.Id);
        AddRow("ids", report.Ids.ToString());
        AddRow("upstream", report.Upstream);
        grid.AddRow(Label("fetched"), new Markup($"[bold {(report.Fetched == report.Requested ? "green" : "olive")}]{ProgressText.Number(report.Fetched)}[/] of {ProgressText.Number(report.Requested)}"));
        if (report.Failed > 0)
        {
            var kinds = string.Join(", ", report.FailedByKind.Select(static kind => $"{ProgressText.Number(kind.Value)} {kind.Key}"));
            grid.AddRow(Label("failed"), new Markup($"[bold red]{ProgressText.Number(report.Failed)}[/] ({Markup.Escape(kinds)})"));
        }

        AddRow("never asked for", report.NotAttempted > 0
            ? $"{ProgressText.Number(report.NotAttempted)}, because the fan-out was {report.Result.ToString().ToLowerInvariant()}: {report.NotAttemptedIds}; fetch with: fanout retry {report.Id} --remaining" : null);
        AddRow("mended", report.Mended is { } mended
            ? $"{ProgressText.Number(mended)} of {ProgressText.Number(report.Requested - report.Fetched)} fetched by retries; all as one: fanout export {report.Id} --with-retries" : null);
        AddRow("given up", report.Outage);
        AddRow("took", Took(report));
        AddRow("latency", report.LatencyMs is { P50: { } p50, P95: { } p95, P99: { } p99, Max: { } max }
            ? string.Create(CultureInfo.InvariantCulture, $"p50 {p50:0.0} ms, p95 {p95:0.0} ms, p99 {p99:0.0} ms, max {max:0.0} ms") : null);
        AddRow("episodes", report.Episodes is { Min: { } fewest, Median: { } median, Max: { } most }
            ? string.Create(CultureInfo.InvariantCulture, $"{fewest} to {most} per character, median {median}") : null);
        AddRow("retried", report.Retried > 0 ? $"{ProgressText.Plural(report.Retried, "id")} took more than one request" : null);
        AddRow("throttled", report.ThrottledWaits > 0 ? $"waited {ProgressText.Plural(report.ThrottledWaits, "time")} for the upstream" : null);
        AddRow("retry of", report.RetryOf);
        return grid;

        void AddRow(string name, string? value)
        {
            if (value is not null)
            {
                grid.AddRow(Label(name), new Text(value));
            }
        }

        static Text Label(string name) => new(name, new Style(Color.Grey));
    }

    private static string Took(FanOutReport report)
    {
        var seconds = report.Seconds < 60
            ? string.Create(CultureInfo.InvariantCulture, $"{report.Seconds:0.00} s")
            : ProgressText.Duration(TimeSpan.FromSeconds(report.Seconds));
        return report.IdsPerSecond is { } rate ? $"{seconds}, {ProgressText.Rate(rate)} ids/s" : seconds;
    }

    private static Table Counts(string title, TopCounts counts, int max)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumn(new TableColumn(new Text(title))).AddColumn(new TableColumn(new Text("#")).RightAligned());
        foreach (var count in counts.Top.Take(max))
        {
            table.AddRow(new Text(count.Name.Length > 0 ? count.Name : "(none)"), new Text(ProgressText.Number(count.Count)));
        }

        var other = counts.Other + counts.Top.Skip(max).Sum(static count => count.Count);
        if (other > 0)
        {
            table.AddRow(new Text("other", new Style(Color.Grey)), new Text(ProgressText.Number(other), new Style(Color.Grey)));
        }

        return table;
    }
}
