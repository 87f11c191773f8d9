using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

/// <summary>The state of fan-outs, for people.</summary>
internal static class StatusView
{
    /// <summary>One fan-out.</summary>
    public static IRenderable Create(Progress progress, TimeProvider time)
    {
        var state = progress.State;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        AddRow("ids", state.Request?.Ids.ToString());
        AddRow("upstream", state.Upstream);
        AddRow("accepted", Local(state.CreatedAt, time));
        AddRow("last change", Local(state.LastUpdatedAt, time));
        AddRow("retry of", state.RetryOf);
        AddRow("retried by", state.Retries.Count > 0 ? string.Join(", ", state.Retries) : null);
        return new Rows(new ProgressPanel(progress, time), grid);

        void AddRow(string name, string? value)
        {
            if (value is not null)
            {
                grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
            }
        }
    }

    /// <summary>
    /// Many, a line each, without a frame and without the year: a line fits into 80 columns. Where they have one upstream it is named below;
    /// otherwise each line ends with its own.
    /// </summary>
    public static IRenderable Create(IReadOnlyList<FanOutState> states, TimeProvider time)
    {
        var upstreams = states.Select(static state => state.Upstream).Distinct().ToList();
        var table = new Table().Border(TableBorder.None)
            .AddColumn(Column("Fan-out")).AddColumn(Column("Status")).AddColumn(Column("Fetched").RightAligned())
            .AddColumn(Column("Failed").RightAligned()).AddColumn(Column("Accepted"));
        if (upstreams.Count > 1)
        {
            table.AddColumn(Column("Upstream"));
        }

        table.Columns[^1].PadRight(0);
        foreach (var state in states)
        {
            List<IRenderable> cells =
            [
                new Text(state.Id),
                new Text(state.Status, new Style(ProgressText.Status(state).Color)),
                new Text($"{ProgressText.Number(state.Fetched)}/{ProgressText.Number(state.Requested)}"),
                new Text(ProgressText.Number(state.Failed), new Style(state.Failed > 0 ? Color.Red : Color.Default)),
                new Text(LocalShort(state.CreatedAt, time)),
            ];
            if (upstreams.Count > 1)
            {
                cells.Add(new Text(state.Upstream ?? ""));
            }

            table.AddRow(cells);
        }

        return upstreams is [{ } only] ? new Rows(table, new Text($"Upstream: {only}", new Style(Color.Grey))) : table;

        static TableColumn Column(string name) => new TableColumn(new Text(name, new Style(Color.Grey))).NoWrap().Padding(0, 0, 2, 0);
    }

    private static string LocalShort(DateTimeOffset moment, TimeProvider time)
    {
        var local = TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone);
        return local.ToString(local.Date == time.GetLocalNow().Date ? "HH:mm:ss" : "MMM d HH:mm", CultureInfo.InvariantCulture);
    }

    private static string Local(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
