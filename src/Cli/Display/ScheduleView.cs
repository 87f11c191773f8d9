using CharacterFanOut.Cli.Client;
using Spectre.Console;

namespace CharacterFanOut.Cli.Display;

internal static class ScheduleView
{
    private const int ShownRuns = 5;

    public static Rows Create(IReadOnlyList<Schedule> schedules, TimeProvider time)
    {
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var schedule in schedules)
        {
            grid.AddRow(new Text(schedule.Name, new Style(decoration: Decoration.Bold)), new Text(schedule.Cron), new Text($"{schedule.Request?.Ids} of {schedule.Upstream}"));
            grid.AddRow(new Text("  next", new Style(Color.Grey)), new Text(StatusView.Local(schedule.NextAt, time)), Text.Empty);
            foreach (var run in schedule.Runs.Take(ShownRuns))
            {
                grid.AddRow(
                    new Text(run.FanOut is null ? "  skipped" : "  started", new Style(run.FanOut is null ? Color.Yellow : Color.Grey)),
                    new Text(StatusView.Local(run.DueAt, time)),
                    new Text(run.FanOut ?? run.Skipped ?? ""));
            }
        }

        return new Rows(grid);
    }
}
