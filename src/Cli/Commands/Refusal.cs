using System.CommandLine;
using System.CommandLine.Parsing;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Says what is wrong with a command line, with which word of it, and what to write instead.</summary>
internal static class Refusal
{
    /// <summary>What is wrong, a line each; nothing when the command can be carried out.</summary>
    public static IReadOnlyList<string> Explain(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        if (command is RootCommand)
        {
            return [NoCommand(parsed.UnmatchedTokens, command)];
        }

        // What looks like an option and is none: the parser takes it for an argument where there is room for one.
        var unknown = parsed.Tokens.Any(static token => token.Type == TokenType.DoubleDash)
            ? []
            : parsed.UnmatchedTokens.Concat(Arguments(parsed).SelectMany(static argument => argument.Tokens.Select(static token => token.Value)))
                .Where(static word => word is ['-', _, ..]).Distinct(StringComparer.Ordinal).ToList();
        if (unknown is [var option, ..])
        {
            return [command.Options.Any(known => known.Name == option)
                ? $"{option} comes after the command: fanout {command.Name} {option}"
                : $"fanout {command.Name} has no option '{option}'.{DidYouMean(option, command.Options.Where(static known => !known.Hidden).Select(static known => known.Name))}"];
        }

        return parsed.UnmatchedTokens is [var word, ..]
            ? [$"fanout {command.Name} has no use for '{word}'.{JoinIds(parsed, word)}"]
            : [.. parsed.Errors.Select(error => Missing(error, command) ?? error.Message).Distinct(StringComparer.Ordinal)];
    }

    private static string NoCommand(IReadOnlyList<string> words, Command root)
    {
        var word = words is [var first, ..] ? first : "";
        return word.StartsWith('-')
            ? $"fanout itself has no option '{word}': name a command first, such as: fanout list {string.Join(' ', words)}"
            : $"fanout has no command '{word}'.{DidYouMean(word, root.Subcommands.Where(static command => !command.Hidden).Select(static command => command.Name))}";
    }

    // An option without its value, or a command without its argument.
    private static string? Missing(ParseError error, Command command) => error.SymbolResult switch
    {
        { Tokens.Count: > 0 } => null,
        OptionResult { Option: var option } => NoValue(option),
        ArgumentResult { Parent: OptionResult { Option: var option } } => NoValue(option),
        ArgumentResult { Argument: var argument } => $"fanout {command.Name} needs {Article(argument.Name)}{argument.Name}: {LowerFirst(argument.Description!)}.",
        _ => null,
    };

    private static string LowerFirst(string text) => char.ToLowerInvariant(text[0]) + text[1..];

    private static string NoValue(Option option) => $"{option.Name} needs a value: {option.Name} {option.HelpName}";

    private static string Article(string name) => name.EndsWith('s') ? "" : name[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an " : "a ";

    // "1-9, 20" in a shell is two words.
    private static string JoinIds(ParseResult parsed, string word) =>
        Arguments(parsed).FirstOrDefault(static argument => argument.Argument.Name == "ids") is { Tokens: [{ Value: var ids }] }
            ? $" Write ids with commas and without spaces: {ids.TrimEnd(',')},{word.TrimStart(',')}"
            : "";

    private static IEnumerable<ArgumentResult> Arguments(ParseResult parsed) => parsed.CommandResult.Children.OfType<ArgumentResult>();

    private static string DidYouMean(string word, IEnumerable<string> known) =>
        known.Select(name => (Name: name, Distance: Distance(word, name))).MinBy(static near => near.Distance) is { Name: { } name, Distance: var distance }
        && distance <= Math.Max(1, word.Length / 3)
            ? $" Did you mean {name}?"
            : "";

    // Letters added, left out, changed, or swapped with the next one.
    private static int Distance(string one, string other)
    {
        var rows = new int[one.Length + 1][];
        for (var i = 0; i <= one.Length; i++)
        {
            rows[i] = new int[other.Length + 1];
            for (var j = 0; j <= other.Length; j++)
            {
                rows[i][j] = i == 0 || j == 0
                    ? i + j
                    : Math.Min(Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1, rows[i - 1][j - 1] + (one[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1])
                {
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }

        return rows[^1][^1];
    }
}
