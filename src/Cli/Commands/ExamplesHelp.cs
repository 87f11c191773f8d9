using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CharacterFanOut.Cli.Commands;

/// <summary>A command's help, with its examples after it.</summary>
internal sealed class ExamplesHelp(HelpAction help, params (string Line, string Does)[] first) : SynchronousCommandLineAction
{
    private const string Indent = "  ";
    private const string Gap = "  ";

    private static readonly (int Code, string Meaning)[] Codes =
    [
        (ExitCodes.Success, "every id was fetched, or the command did what it was asked to do"),
        (ExitCodes.SomeFailed, "some ids were not fetched"),
        (ExitCodes.BadInput, "the request is invalid or cannot be carried out; standard error says why"),
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
        var fits = examples.All(example => Indent.Length + width + Gap.Length + example.Does.Length <= help.MaxWidth);
        output.WriteLine("Examples:");
        foreach (var (line, does) in examples)
        {
            // On one line if all fit, else below.
            output.WriteLine(fits ? $"{Indent}{line.PadRight(width)}{Gap}{does}" : $"{Indent}{line}{Environment.NewLine}{Indent}{Indent}{Indent}{does}");
        }

        output.WriteLine();
        if (parseResult.CommandResult.Command is RootCommand)
        {
            output.WriteLine("Exit codes:");
            foreach (var (number, meaning) in Codes)
            {
                output.WriteLine($"{Indent}{number,-3}{Gap}{meaning}");
            }

            output.WriteLine();
        }

        return code;
    }
}
