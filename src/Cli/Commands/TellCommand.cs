using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout pause</c> and <c>fanout cancel</c>: a word to a fan-out.</summary>
internal sealed class TellCommand : CliCommand
{
    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly JsonOption json = new();

    private TellCommand(TerminalSession terminal, string name, string description, string canBe, string example)
        : base(terminal, name, description, ($"fanout {name} ID", example))
    {
        where = new(terminal);
        fanOut = new(isOptional: false, new(where, canBe));
        Arguments.Add(fanOut.Id);
        where.AddTo(this, canHost: true);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    /// <summary><c>fanout pause</c>.</summary>
    public static TellCommand Pause(TerminalSession terminal) =>
        new(terminal, "pause", "Pause a fan-out: nothing new is fetched until it is resumed", "pending,running", "what is in flight comes to its end");

    /// <summary><c>fanout cancel</c>.</summary>
    public static TellCommand Cancel(TerminalSession terminal) =>
        new(terminal, "cancel", "Cancel a fan-out: what is in flight comes to its end, and what was fetched is kept", "pending,running,paused", "once more ends it at once");

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenAsync(result);
        var told = await session.Client.TellAsync(result.GetValue(fanOut.Id)!, Name, Interrupted);
        await json.WriteIdAsync(result, Terminal, told.Id);
        return ExitCodes.Success;
    }
}
