using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Answers a shell that completes a line: options only to someone who has typed a dash, and not by two names.</summary>
/// <param name="directive">What the shell asks with: <c>[suggest:POSITION] LINE</c>.</param>
internal sealed class Suggestions(SuggestDirective directive) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(static token => token.Type != TokenType.Directive)?.Value ?? "";
        var asked = parseResult.GetResult(directive)?.Values is [var text, ..]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : line.Length;
        var position = Math.Min(asked, line.Length);
        var parsed = parseResult.RootCommandResult.Command.Parse(line, parseResult.Configuration);
        var word = line[..position].Split(' ')[^1];
        foreach (var label in parsed.GetCompletions(position).OrderBy(static item => item.SortText, StringComparer.Ordinal)
            .Select(static item => item.Label).Where(label => IsMeant(label, word)).Distinct(StringComparer.Ordinal))
        {
            parseResult.InvocationConfiguration.Output.WriteLine(label);
        }

        return ExitCodes.Success;
    }

    private static bool IsMeant(string label, string word) =>
        label.StartsWith(word, StringComparison.Ordinal)
        && (!label.StartsWith('-') || label.StartsWith("--", StringComparison.Ordinal) && word.StartsWith('-'));
}
