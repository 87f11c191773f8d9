using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace CharacterFanOut.Cli.Commands;

/// <summary>A command's help, with its examples after it.</summary>
/// <param name="help">What writes the help.</param>
internal sealed class ExamplesHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CliCommand { Examples: { Count: > 0 } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            var width = examples.Max(static example => example.Line.Length);
            output.WriteLine("Examples:");
            foreach (var (line, does) in examples)
            {
                output.WriteLine($"  {line.PadRight(width)}  {does}");
            }

            output.WriteLine();
        }

        return code;
    }
}
