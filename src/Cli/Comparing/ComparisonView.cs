using System.Globalization;
using CharacterFanOut.Cli.Display;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Comparing;

internal static class ComparisonView
{
    private static readonly Color[] Colors = [Color.Grey, Color.Blue, Color.Olive, Color.Green];

    public static IRenderable Create(Comparison comparison) => new Rows(
        new Text($"{ProgressText.Number(comparison.Requested)} ids ({comparison.Ids}) of one upstream, which answers {Describe(comparison.Latency)}"),
        Title("Seconds to fetch them, without the start of the process"),
        Bars(comparison),
        Title("Undisturbed"),
        Undisturbed(comparison),
        Title("Killed half-way (SIGKILL), then started again"),
        Killed(comparison),
        new Text(""),
        Note("In flight: the most requests at one instant, as the upstream saw it."),
        Note("Had: answers when it was killed. Lost: those it had to ask for again."));

    private static Grid Bars(Comparison comparison)
    {
        var max = comparison.Contenders.Max(static row => row.FetchSeconds);
        var grid = new Grid().AddColumn(Column().NoWrap()).AddColumn(Column().NoWrap().RightAligned()).AddColumn(Column().PadRight(0));
        foreach (var (row, color) in comparison.Contenders.Zip(Colors))
        {
            grid.AddRow(Name(row), new Text(Seconds(row.FetchSeconds)), new Bar(row.FetchSeconds, max, color));
        }

        return grid;

        static GridColumn Column() => new GridColumn().Padding(0, 0, 2, 0);
    }

    private static Table Undisturbed(Comparison comparison)
    {
        var table = CreateTable("Process", "In flight", "Fetched", "Failed");
        foreach (var row in comparison.Contenders)
        {
            table.AddRow(
                Name(row), new Text(Seconds(row.ProcessSeconds)), Number(row.MaxInFlight), Number(row.Fetched),
                Number(row.Failed, row.Failed > 0 ? Color.Red : Color.Default));
        }

        return table;
    }

    private static Table Killed(Comparison comparison)
    {
        var table = CreateTable("Had", "Lost", "In the end");
        foreach (var row in comparison.Contenders)
        {
            table.AddRow(
                Name(row),
                row.AnsweredWhenKilled is { } answered ? Number(answered) : new Text("was over", new Style(Color.Grey)),
                row.AskedAgain is { } again ? Number(again, again > row.AnsweredWhenKilled / 2 ? Color.Red : Color.Green) : new Text(""),
                row.FetchedAfterKill is { } fetched ? Number(fetched) : new Text(""));
        }

        return table;
    }

    private static Table CreateTable(params string[] titles)
    {
        // The tables' first columns are equally wide, so that the numbers stand below each other.
        var width = Contender.All.Max(static contender => contender.Title.Length);
        var table = new Table().Border(TableBorder.None).AddColumn(new TableColumn("").Width(width).NoWrap().Padding(0, 0, 2, 0));
        foreach (var title in titles)
        {
            table.AddColumn(new TableColumn(new Text(title, new Style(Color.Grey))).RightAligned().NoWrap().Padding(0, 0, 2, 0));
        }

        return table;
    }

    private static Text Name(ComparisonRow row) => new(row.Contender, new Style(decoration: Decoration.Bold));

    private static Text Number(long number, Color? color = null) => new(ProgressText.Number(number), new Style(color ?? Color.Default));

    private static Text Title(string text) => new(Environment.NewLine + text, new Style(decoration: Decoration.Underline));

    private static Text Note(string text) => new(text, new Style(Color.Grey));

    private static string Describe(string latency) => latency.Split(':') switch
    {
        ["fixed", var time] => $"in {AddSpace(time)}",
        ["exp", var mean] => $"in {AddSpace(mean)} on average",
        ["uniform", var range] => $"in {AddSpace(range).Replace("-", " to ", StringComparison.Ordinal)}",
        _ => "at once",
    };

    private static string AddSpace(string time) => time.Replace("ms", " ms", StringComparison.Ordinal);

    private static string Seconds(double seconds) => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.00} s");
}
