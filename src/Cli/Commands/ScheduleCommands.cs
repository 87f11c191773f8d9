using System.CommandLine;
using System.Text.Json.Nodes;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

internal sealed class ScheduleCommand : HostCommand
{
    private readonly Argument<string> cron = new("cron") { Description = "When, in UTC: second minute hour day month weekday, such as \"0 0 3 * * *\"" };
    private readonly Option<string> name = new("--name")
    {
        Description = "Its name; a schedule of the same name is replaced",
        HelpName = "NAME",
        DefaultValueFactory = static _ => "default",
    };

    private readonly RequestOptions request = new();

    public ScheduleCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Remote, "schedule", "Start a fan-out again and again, on a running host",
            ("fanout schedule \"0 0 3 * * *\" 1-826 --name daily", "at 03:00 UTC every day"),
            ("fanout schedules", "what is scheduled, and what came of it"))
    {
        Validators.Add(request.RequireIds);
        Define(RunAsync, [cron, .. request.AllButId, name]);
    }

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        var ids = await request.ReadIdsAsync(result, Terminal, Interrupted);
        var body = new JsonObject { ["schedule"] = result.GetValue(cron), ["request"] = request.Read(result, ids!) };
        var (schedule, json) = await session.Client.PutScheduleAsync(result.GetValue(name)!, body, Interrupted);
        await Terminal.WriteMessageAsync($"Scheduled {schedule.Name}, {ProgressText.Ids(ids!)}; next at {StatusView.Local(schedule.NextAt, Terminal.Time)}.");
        await Terminal.Output.WriteLineAsync(result.GetValue(Json) ? json : schedule.Name);
        return ExitCodes.Success;
    }
}

internal sealed class SchedulesCommand : HostCommand
{
    public SchedulesCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Look, "schedules", "List the schedules, and what came of their last occurrences",
            ("fanout schedules", "each with its last five"),
            ("fanout schedules --json | jq '.schedules[].runs'", "each with its last fifty"))
        => Define(RunAsync);

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        var (list, json) = await session.Client.ListSchedulesAsync(Interrupted);
        if (result.GetValue(Json))
        {
            await Terminal.Output.WriteLineAsync(json);
        }
        else if (list.Schedules.Count == 0)
        {
            await Terminal.WriteMessageAsync("Nothing is scheduled. Schedule a fan-out with: fanout schedule \"0 0 3 * * *\" 1-99");
        }
        else
        {
            Terminal.Results.Value.Write(ScheduleView.Create(list.Schedules, Terminal.Time));
        }

        return ExitCodes.Success;
    }
}

internal sealed class UnscheduleCommand : HostCommand
{
    private readonly Argument<string> name = new("name") { Description = "The schedule, as fanout schedules shows it" };

    public UnscheduleCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Remote, "unschedule", "Remove a schedule; the fan-outs that it started stay",
            ("fanout unschedule daily", "nothing more is started"))
        => Define(RunAsync, name);

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        await session.Client.DeleteScheduleAsync(result.GetValue(name)!, Interrupted);
        await Terminal.WriteMessageAsync($"Removed the schedule {result.GetValue(name)}.");
        return ExitCodes.Success;
    }
}
