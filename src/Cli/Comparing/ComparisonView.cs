using System.Globalization;
using CharacterFanOut.Cli.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Comparing;

/// <summary>A comparison for people: a table, and bars of the times.</summary>
internal static class ComparisonView
{
    private const int BarWidth = 70;

    private static readonly Color[] Colors = [Color.Grey, Color.Blue, Color.Yellow, Color.Green];

    /// <summary>The whole of it.</summary>
    public static IRenderable Of(Comparison comparison) => new Rows(
        new Text($"{ProgressText.Number(comparison.Requested)} ids ({comparison.Ids}), the same upstream for all, which answers in {comparison.Latency}"),
        Table(comparison),
        new Text("Process: from its start to its end. In flight: the most at one instant, as the upstream saw it.", new Style(Color.Grey)),
        new Text("Killed at: requests answered when it was killed with SIGKILL, half-way; then it was started again.", new Style(Color.Grey)),
        new Text("Asked again: requests for what had been answered before. In the end: fetched by the second run.", new Style(Color.Grey)),
        new Text(""),
        Bars(comparison));

    private static Table Table(Comparison comparison)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey).AddColumn(new TableColumn("").NoWrap());
        foreach (var title in (string[])["Fetching", "Process", "In flight", "Fetched", "Failed", "Killed at", "Asked again", "In the end"])
        {
            table.AddColumn(new TableColumn(title).RightAligned().NoWrap());
        }

        foreach (var row in comparison.Contenders)
        {
            table.AddRow(
                new Text(row.Contender, new Style(decoration: Decoration.Bold)),
                new Text(Seconds(row.FetchSeconds)),
                new Text(Seconds(row.ProcessSeconds)),
                new Text(ProgressText.Number(row.MaxInFlight)),
                new Text(ProgressText.Number(row.Fetched)),
                new Text(ProgressText.Number(row.Failed), new Style(row.Failed > 0 ? Color.Red : Color.Default)),
                new Text(row.AnsweredWhenKilled is { } answered ? ProgressText.Number(answered) : "over before"),
                Again(row),
                new Text(row.FetchedAfterKill is { } fetched ? ProgressText.Number(fetched) : ""));
        }

        return table;
    }

    private static Text Again(ComparisonRow row) => row.AskedAgain is { } again
        ? new Text(ProgressText.Number(again), new Style(again > row.AnsweredWhenKilled / 2 ? Color.Red : Color.Green))
        : new Text("");

    private static BarChart Bars(Comparison comparison)
    {
        var chart = new BarChart().Width(BarWidth).Label("Seconds, without start-up").LeftAlignLabel()
            .UseValueFormatter(static (value, _) => value.ToString("0.00", CultureInfo.InvariantCulture));
        foreach (var (row, color) in comparison.Contenders.Zip(Colors))
        {
            chart.AddItem(row.Contender, row.FetchSeconds, color);
        }

        return chart;
    }

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}
