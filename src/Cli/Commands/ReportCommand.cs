using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout report</c>: the report of a fan-out that is over.</summary>
internal sealed class ReportCommand : CliCommand
{
    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly JsonOption json = new();

    public ReportCommand(TerminalSession terminal)
        : base(
            terminal, "report", "Show the report of a fan-out that is over",
            ("fanout report", "of the newest"),
            ("fanout report ID --json", "one JSON object"))
    {
        where = new(terminal);
        fanOut = new(isOptional: true, new(where));
        Arguments.Add(fanOut.Id);
        where.AddTo(this, canHost: true);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenAsync(result);
        var id = await fanOut.ReadAsync(result, session, Interrupted);
        return await new FanOutFollower(session.Client, Terminal, json.IsGiven(result)).ShowReportAsync(id);
    }
}
