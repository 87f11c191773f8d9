using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Options and arguments that take one of a few words, complete them, and say them when they are given something else.</summary>
internal static class Choice
{
    /// <summary>Restricts an option.</summary>
    public static void Restrict(Option<string?> option, params string[] words)
    {
        option.CompletionSources.Add(words);
        option.Validators.Add(result => Check(result, option.Name, words));
    }

    /// <summary>Restricts an argument.</summary>
    public static void Restrict(Argument<string> argument, params string[] words)
    {
        argument.CompletionSources.Add(_ => words.Select(static word => new CompletionItem(word)));
        argument.Validators.Add(result => Check(result, argument.Name, words));
    }

    private static void Check(SymbolResult result, string name, string[] words)
    {
        if (result.Tokens is [{ Value: var word }, ..] && !words.Contains(word, StringComparer.Ordinal))
        {
            result.AddError($"{name}: '{word}' is not one of {string.Join(", ", words)}.");
        }
    }
}
