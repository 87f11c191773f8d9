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
        return code;
    }
}
