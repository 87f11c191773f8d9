using System.Globalization;
using CharacterFanOut.Cli.Client;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace CharacterFanOut.Cli.Display;

internal static class StatusView
{
    public static IRenderable Create(Progress progress, TimeProvider time)
    {
        var state = progress.State;
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        AddRow("ids", state.Request?.Ids.ToString());
        AddRow("upstream", state.Upstream);
        AddRow("labels", LabelsOf(state));
        AddRow("accepted", Local(state.CreatedAt, time));
        AddRow("last change", Local(state.LastUpdatedAt, time));
        AddRow("never asked for", state is { IsOver: true, Requested: var all, Finished: var done } && all > done ? $"{ProgressText.Plural(all - done, "id")}; fetch with: fanout retry {state.Id} --remaining" : null);
        AddRow("retry of", state.RetryOf);
        AddRow("retried by", state.Retries.Count > 0 ? string.Join(", ", state.Retries) : null);
        return new Rows(new ProgressPanel(progress, time, maxLog: int.MaxValue), grid);

        void AddRow(string name, string? value)
        {
            if (value is not null)
            {
                grid.AddRow(new Text(name, new Style(Color.Grey)), new Text(value));
            }
        }
    }

    /// <summary>
    /// Many. Where a line each is wider than the terminal, the id has a line of its own, and nothing is cut. Where they have one upstream it is
    /// named below; otherwise each has its own.
    /// </summary>
    public static IRenderable Create(IReadOnlyList<FanOutView> states, TimeProvider time) => new FanOutTable(states, time);

    private sealed class FanOutTable(IReadOnlyList<FanOutView> states, TimeProvider time) : Renderable
    {
        private const int Unlimited = 10_000;

        private static readonly Style Grey = new(Color.Grey);

        private readonly List<string?> upstreams = [.. states.Select(static state => state.Upstream).Distinct()];

        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            IRenderable list = CreateTable();
            list = list.Measure(options, Unlimited).Max <= maxWidth ? list : new Rows(states.SelectMany(CreateLines));
            return (upstreams is [{ } only] ? new Rows(list, new Text($"Upstream: {only}", Grey)) : list).Render(options, maxWidth);
        }

        private Table CreateTable()
        {
            var table = new Table().Border(TableBorder.None)
                .AddColumn(Column("Fan-out")).AddColumn(Column("Status")).AddColumn(Column("Fetched").RightAligned())
                .AddColumn(Column("Failed").RightAligned()).AddColumn(Column("Accepted"));
            if (upstreams.Count > 1)
            {
                table.AddColumn(Column("Upstream"));
            }

            var withLabels = states.Any(static state => LabelsOf(state) is not null);
            if (withLabels)
            {
                table.AddColumn(Column("Labels"));
            }

            table.Columns[^1].PadRight(0);
            foreach (var state in states)
            {
                table.AddRow(
                [
                    new Text(state.Id), new Text(ProgressText.Name(state), StatusStyle(state)), new Text(Fetched(state)), new Text(ProgressText.Number(state.Failed), FailedStyle(state)),
                    new Text(ProgressText.LocalShort(state.CreatedAt, time)), .. upstreams.Count > 1 ? [new Text(state.Upstream ?? "")] : Array.Empty<Text>(),
                    .. withLabels ? [new Text(LabelsOf(state) ?? "")] : Array.Empty<Text>(),
                ]);
            }

            return table;

            static TableColumn Column(string name) => new TableColumn(new Text(name, Grey)).NoWrap().Padding(0, 0, 2, 0);
        }

        private IEnumerable<IRenderable> CreateLines(FanOutView state)
        {
            yield return new Text(state.Id);
            yield return new Paragraph("  ").Append(ProgressText.Name(state), StatusStyle(state)).Append($"  {Fetched(state)} fetched  ")
                .Append($"{ProgressText.Number(state.Failed)} failed", FailedStyle(state)).Append($"  {ProgressText.LocalShort(state.CreatedAt, time)}");
            if (upstreams.Count > 1)
            {
                yield return new Padder(new Text(state.Upstream ?? ""), new Padding(2, 0, 0, 0));
            }

            if (LabelsOf(state) is { } labels)
            {
                yield return new Padder(new Text(labels), new Padding(2, 0, 0, 0));
            }
        }

        private static Style StatusStyle(FanOutView state) => ProgressText.Status(state).Color;

        private static string Fetched(FanOutView state) => $"{ProgressText.Number(state.Fetched)}/{ProgressText.Number(state.Requested)}";

        private static Style FailedStyle(FanOutView state) => state.Failed > 0 ? Color.Red : Color.Default;
    }

    private static string? LabelsOf(FanOutView state) => state.Request?.Labels is { } labels ? Labels.Describe(labels) : null;

    /// <summary>A moment in the time zone of this machine.</summary>
    public static string Local(DateTimeOffset moment, TimeProvider time) =>
        TimeZoneInfo.ConvertTime(moment, time.LocalTimeZone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
