using System.CommandLine;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout status</c>: how a fan-out stands.</summary>
internal sealed class StatusCommand : CliCommand
{
    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly JsonOption json = new();

    public StatusCommand(TerminalSession terminal)
        : base(
            terminal, "status", "Say how a fan-out stands",
            ("fanout status", "the newest"),
            ("fanout status ID --json | jq .fetched", "for a script"))
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
        if (json.IsGiven(result))
        {
            await Terminal.Output.WriteLineAsync((await session.Client.GetJsonAsync(id, Interrupted)).Trim());
            return ExitCodes.Success;
        }

        var state = await session.Client.GetAsync(id, Interrupted);
        var batches = await new BatchLook(session.Client).LookAsync(state, Interrupted);
        Terminal.Results.Value.Write(StatusView.Of(new Progress(state, batches, state.Error), Terminal.Time));
        return ExitCodes.Success;
    }
}
