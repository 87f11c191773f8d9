using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CharacterFanOut.Cli.Commands;

/// <summary>A command's help, with its examples after it.</summary>
/// <param name="help">What writes the help.</param>
/// <param name="first">The examples of <c>fanout</c> itself.</param>
internal sealed class ExamplesHelp(HelpAction help, params (string Line, string Does)[] first) : SynchronousCommandLineAction
{
    private const string Indent = "  ";
    private const string Gap = "  ";

    private static readonly (int Code, string Means)[] Codes =
    [
        (ExitCodes.Success, "every id was fetched, or the command did what it was asked to do"),
        (ExitCodes.SomeFailed, "some ids were not fetched"),
        (ExitCodes.BadInput, "it cannot be done as it was written; standard error says why"),
        (ExitCodes.Unreachable, "the host or the upstream cannot be reached"),
        (ExitCodes.Interrupted, "Ctrl-C: detached from a fan-out that is not over"),
    ];

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        var examples = parseResult.CommandResult.Command is CliCommand command ? command.Examples : first;
        var output = parseResult.InvocationConfiguration.Output;
        var width = examples.Max(static example => example.Line.Length);
        var besides = examples.All(example => Indent.Length + width + Gap.Length + example.Does.Length <= help.MaxWidth);
        output.WriteLine("Examples:");
        foreach (var (line, does) in examples)
        {
            // Side by side where the terminal is wide enough for all; else what it does goes below.
            output.WriteLine(besides ? $"{Indent}{line.PadRight(width)}{Gap}{does}" : $"{Indent}{line}{Environment.NewLine}{Indent}{Indent}{Indent}{does}");
        }

        output.WriteLine();
        if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            foreach (var (number, means) in Codes)
            {
                output.WriteLine($"{Indent}{number,-3}{Gap}{means}");
            }

            output.WriteLine();
        }

        return code;
    }
}
