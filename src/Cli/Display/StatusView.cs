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

    /// <summary>Many, a line each.</summary>
    public static Table Of(IEnumerable<FanOutState> states, TimeProvider time)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey)
            .AddColumn(new TableColumn("Fan-out").NoWrap()).AddColumn("Status").AddColumn(Right("Requested")).AddColumn(Right("Fetched")).AddColumn(Right("Failed")).AddColumn(new TableColumn("Accepted").NoWrap());
        foreach (var state in states)
        {
            table.AddRow(
                new Text(state.Id),
                new Text(state.Status, new Style(ColorOf(state))),
                new Text(ProgressText.Number(state.Requested)),
                new Text(ProgressText.Number(state.Fetched)),
                new Text(ProgressText.Number(state.Failed), new Style(state.Failed > 0 ? Color.Red : Color.Default)),
                new Text(Local(state.CreatedAt, time)));
        }

        return table;

        static TableColumn Right(string name) => new TableColumn(name).RightAligned();
    }

    private static Color ColorOf(FanOutState state) => state.Status switch
    {
        "completed" => Color.Green,
        "aborted" or "failed" => Color.Red,
        "canceled" or "paused" => Color.Yellow,
        _ => Color.Blue,
    };

    private static string Local(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
