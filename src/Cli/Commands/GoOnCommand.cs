using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout resume</c> and <c>fanout retry</c>: a fan-out that goes on, or one that begins.</summary>
internal sealed class GoOnCommand : CliCommand
{
    private readonly FanOutArgument fanOut;
    private readonly SessionOptions where;
    private readonly JsonOption json = new();
    private readonly Option<bool> watch = new("--watch") { Description = "Follow it to its end; always so where no host runs" };

    private GoOnCommand(TerminalSession terminal, string name, string description, string canBe, params (string Line, string Does)[] examples)
        : base(terminal, name, description, examples)
    {
        where = new(terminal);
        fanOut = new(isOptional: false, new(where, canBe));
        Arguments.Add(fanOut.Id);
        Options.Add(watch);
        where.AddTo(this, canHost: true);
        Options.Add(json.Option);
        SetAction((result, _) => RunAsync(result));
    }

    /// <summary><c>fanout resume</c>.</summary>
    public static GoOnCommand Resume(TerminalSession terminal) => new(
        terminal, "resume", "Resume a fan-out that was paused", "paused",
        ("fanout resume ID --watch", "and follow it to its end"));

    /// <summary><c>fanout retry</c>.</summary>
    public static GoOnCommand Retry(TerminalSession terminal) => new(
        terminal, "retry", "Start a new fan-out over the ids that failed in another", "completed,aborted,canceled,failed",
        ("fanout retry ID", "prints the new one's id"),
        ("fanout retry ID --watch", "and follows it to its end"));

    private async Task<int> RunAsync(ParseResult result)
    {
        await using var session = await where.OpenAsync(result);
        var told = await session.Client.TellAsync(result.GetValue(fanOut.Id)!, Name, Interrupted);

        // A host in this process ends with the command, so the fan-out is followed to its end.
        if (session.EndsWithCommand || result.GetValue(watch))
        {
            return await new FanOutFollower(session.Client, Terminal, json.IsGiven(result)).FollowAsync(told.Id, session.ComeBack(told.Id));
        }

        await json.WriteIdAsync(result, Terminal, told.Id);
        return ExitCodes.Success;
    }
}
