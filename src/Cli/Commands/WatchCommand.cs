using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout watch</c>: follows a fan-out to its end and shows its report.</summary>
internal sealed class WatchCommand : CliCommand
{
    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly JsonOption json = new();

    public WatchCommand(TerminalSession terminal)
        : base(
            terminal, "watch", "Follow a fan-out to its end and show its report",
            ("fanout watch", "the newest"),
            ("fanout watch ID --host http://127.0.0.1:7071", "the one with that id, on that host"))
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
        return await new FanOutFollower(session.Client, Terminal, json.IsGiven(result)).FollowAsync(id, session.ComeBack(id));
    }
}
