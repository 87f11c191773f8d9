using System.CommandLine;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>A command of <c>fanout</c>.</summary>
/// <param name="terminal">What it talks to.</param>
/// <param name="name">Its name.</param>
/// <param name="description">What it does, in a line.</param>
/// <param name="examples">What its help shows to be typed, each with what it does.</param>
internal abstract class CliCommand(TerminalSession terminal, string name, string description, params (string Line, string Does)[] examples)
    : Command(name, description)
{
    /// <summary>What its help shows to be typed.</summary>
    public IReadOnlyList<(string Line, string Does)> Examples { get; } = examples;

    /// <summary>What it talks to.</summary>
    protected TerminalSession Terminal { get; } = terminal;

    /// <summary>Set by Ctrl-C.</summary>
    protected CancellationToken Interrupted => Terminal.Interrupts.Detach;
}
