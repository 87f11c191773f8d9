using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>How fan-outs stand, for people.</summary>
internal static class StatusView
{
    /// <summary>One fan-out.</summary>
    public static IRenderable Of(Progress progress, TimeProvider time)
    {
        var state = progress.State;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        Row("ids", state.Request?.Ids);
        Row("accepted", Local(state.CreatedAt, time));
        Row("last change", Local(state.LastUpdatedAt, time));
        Row("retry of", state.RetryOf);
        Row("retried by", state.Retries.Count > 0 ? string.Join(", ", state.Retries) : null);
        return new Rows(new ProgressPanel(progress, time), grid);

        void Row(string name, string? value)
        {
            if (value is not null)
            {
                grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
            }
        }
    }

    /// <summary>Many, a line each: without a frame and without the year, so that a line fits into 80 columns.</summary>
    public static Table Of(IEnumerable<FanOutState> states, TimeProvider time)
    {
        var table = new Table().Border(TableBorder.None)
            .AddColumn(Column("Fan-out")).AddColumn(Column("Status")).AddColumn(Column("Fetched").RightAligned())
            .AddColumn(Column("Failed").RightAligned()).AddColumn(Column("Accepted").PadRight(0));
        foreach (var state in states)
        {
            table.AddRow(
                new Text(state.Id),
                new Text(state.Status, new Style(ColorOf(state))),
                new Text($"{ProgressText.Number(state.Fetched)}/{ProgressText.Number(state.Requested)}"),
                new Text(ProgressText.Number(state.Failed), new Style(state.Failed > 0 ? Color.Red : Color.Default)),
                new Text(Short(state.CreatedAt, time)));
        }

        return table;

        static TableColumn Column(string name) => new TableColumn(new Text(name, new Style(Color.Grey))).NoWrap().Padding(0, 0, 2, 0);
    }

    /// <summary>The colour of its status.</summary>
    public static Color ColorOf(FanOutState state) => state.Status switch
    {
        "completed" => Color.Green,
        "aborted" or "failed" => Color.Red,
        "canceled" or "paused" => Color.Olive,
        _ => Color.Blue,
    };

    private static string Short(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        return local.ToString(local.Date == time.GetLocalNow().Date ? "HH:mm:ss" : "MMM d HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Local(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
