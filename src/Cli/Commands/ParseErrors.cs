using System.CommandLine;
using System.CommandLine.Parsing;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Describes what is wrong with a command line: which word, and what to write instead. System.CommandLine's own corrections suggest options for values such as 1-9.</summary>
internal static class ParseErrors
{
    /// <summary>Refuses words that look like options: the parser takes an unknown option for an argument where there is room for one.</summary>
    public static void CheckNoOption(ArgumentResult result)
    {
        foreach (var word in result.Tokens.Select(static token => token.Value).Where(IsOption))
        {
            result.AddError($"There is no option '{word}'.");
        }
    }

    /// <summary>The errors, a line each.</summary>
    public static string Describe(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var name = command is RootCommand ? "fanout" : $"fanout {command.Name}";
        var words = parsed.UnmatchedTokens
            .Concat(parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(static argument => argument.Tokens.Select(static token => token.Value)));
        var errors = (command, words.FirstOrDefault(IsOption), parsed.UnmatchedTokens) switch
        {
            (RootCommand, { } option, _) => $"{option} belongs to a command, such as: fanout list {option}",
            (_, { } option, _) when command.Options.Any(known => known.Name == option) => $"{option} comes after the command: {name} {option}",
            (_, { } option, _) => $"{name} has no option '{option}'.{Suggest(option, command.Options.Where(static known => !known.Hidden).Select(static known => known.Name))}",
            (RootCommand, _, [var word, ..]) => $"{name} has no command '{word}'.{Suggest(word, command.Subcommands.Where(static known => !known.Hidden).Select(static known => known.Name))}",
            (_, _, [var word, ..]) => $"{name} does not take '{word}'.{(command.Arguments is [{ Name: "ids" }] ? " Write ids without spaces, such as 1-20,42." : "")}",

            // Each on one line: System.CommandLine lists the possible values below each other.
            _ => string.Join(Environment.NewLine, parsed.Errors.Select(static error => error.Message.ReplaceLineEndings(" ").Replace("\t", "", StringComparison.Ordinal)).Distinct()),
        };
        return $"{errors}{Environment.NewLine}See: {name} --help";
    }

    private static bool IsOption(string word) => word is ['-', _, ..];

    private static string Suggest(string word, IEnumerable<string> known) => NearestName.Find(word, known) is { } near ? $" Did you mean {near}?" : "";
}
