using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout start</c>: starts a fan-out on a running host and does not wait for it.</summary>
internal sealed class StartCommand : CliCommand
{
    private readonly RequestOptions request = new(idsAreOptional: false);
    private readonly SessionOptions where;
    private readonly JsonOption json = new();

    public StartCommand(TerminalSession terminal)
        : base(
            terminal, "start", "Start a fan-out on a running host, and leave it there",
            ("fanout start 1-826", "on the host of this folder, or on port 7071"),
            ("fanout watch $(fanout start 1-826 --host http://127.0.0.1:7071)", "start, then watch"))
    {
        where = new(terminal);
        request.AddTo(this);
        where.AddTo(this, canHost: false);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenRunningAsync(result);
        var started = await session.Client.StartAsync(request.Read(result, result.GetValue(request.Ids)!), Interrupted);
        await json.WriteIdAsync(result, Terminal, started.Id);
        return ExitCodes.Success;
    }
}
