using System.CommandLine;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

internal sealed class WatchCommand : HostCommand
{
    public WatchCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Open, "watch", "Follow a fan-out to its end and show its report",
            ("fanout watch", "the newest"),
            ("fanout watch ID --host http://127.0.0.1:7071", "the one with that id, on that host"),
            ("fanout watch --json | jq -c '[.status, .fetched]'", "a line of JSON for each change, and the report as the last one"))
    {
        var fanOut = new FanOutArgument(Host, isOptional: true);
        Define(
            async (result, session) =>
            {
                var id = await fanOut.GetIdAsync(result, session, Interrupted);
                var asJson = result.GetValue(Json);
                return await new FanOutFollower(session.Client, Terminal, asJson, withChanges: asJson).FollowAsync(id, session.ContinueCommand(id));
            },
            fanOut);
    }
}

internal sealed class ReportCommand : HostCommand
{
    public ReportCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Look, "report", "Show the report of a fan-out that is over",
            ("fanout report", "of the newest"),
            ("fanout report ID --json", "one JSON object"))
    {
        var fanOut = new FanOutArgument(Host, isOptional: true);
        Define(
            async (result, session) =>
            {
                var id = await fanOut.GetIdAsync(result, session, Interrupted);
                return session.IsReadOnly && await session.Client.FindAsync(id, Interrupted) is { } state && session.DescribeStopped(state) is { } stopped
                    ? throw CliException.BadInput($"There is no report yet: {stopped}")
                    : await new FanOutFollower(session.Client, Terminal, result.GetValue(Json)).ShowReportAsync(id);
            },
            fanOut);
    }
}

internal sealed class StatusCommand : HostCommand
{
    public StatusCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Look, "status", "Show the state of a fan-out",
            ("fanout status", "the newest"),
            ("fanout status ID --json | jq .fetched", "for a script"))
    {
        var fanOut = new FanOutArgument(Host, isOptional: true);
        Define(
            async (result, session) =>
            {
                var id = await fanOut.GetIdAsync(result, session, Interrupted);
                FanOutView state;
                if (result.GetValue(Json))
                {
                    (state, var json) = await session.Client.GetAsync(id, Interrupted);
                    await Terminal.Output.WriteLineAsync(json);
                }
                else
                {
                    var batches = new BatchProgress();
                    state = session.See(await batches.UpdateAsync(session.Client, id, Interrupted));
                    Terminal.Results.Value.Write(StatusView.Create(new Progress(state, batches, state.Error ?? state.Problem), Terminal.Time));
                }

                await TellStoppedAsync(session, state);
                return ExitCodes.Success;
            },
            fanOut);
    }
}

internal sealed class ListCommand : HostCommand
{
    private const int DefaultTop = 20;

    private readonly FilterOptions filter = new("pending", "running", "paused", "completed", "aborted", "canceled", "failed");
    private readonly Option<int?> top = WholeNumber("--top", $"The most to list [default: {DefaultTop}]");
    private readonly Option<string?> continuation = new("--continuation") { Description = "Continue where the page before ended", HelpName = "TOKEN" };

    public ListCommand(TerminalSession terminal)
        : base(
            terminal, HostUse.Look, "list", "List the fan-outs, newest first",
            ("fanout list", "the newest 20"),
            ("fanout list --status running,paused", "those that are not over"),
            ("fanout list --label team=alpha --with-failures", "those of a team that lack some of their ids"),
            ("fanout list --json | jq -r .fanOuts[].id", "for a script"))
    {
        Define(RunAsync, [.. filter.All, top, continuation]);
    }

    private async Task<int> RunAsync(ParseResult result, HostSession session)
    {
        var (page, json) = await session.Client.ListAsync(
            filter.ToQuery(result), result.GetValue(top) ?? DefaultTop, result.GetValue(continuation), Interrupted);
        var states = page.FanOuts.Select(session.See).ToList();
        var stopped = states.Find(static state => state.IsStopped);
        if (result.GetValue(Json))
        {
            await Terminal.Output.WriteLineAsync(json);
            await TellStoppedAsync(session, stopped);
            return ExitCodes.Success;
        }

        if (page.FanOuts.Count == 0)
        {
            await Terminal.WriteMessageAsync(filter.Describe(result) is { Length: > 0 } which ? $"There are no fan-outs{which}." : session.NoFanOuts);
            return ExitCodes.Success;
        }

        Terminal.Results.Value.Write(StatusView.Create(states, Terminal.Time));
        await TellStoppedAsync(session, stopped);
        if (page.Continuation is { } next)
        {
            await Terminal.WriteMessageAsync($"There are more: add --continuation {next}");
        }

        return ExitCodes.Success;
    }
}
