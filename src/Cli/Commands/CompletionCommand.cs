using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Globalization;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>fanout completion</c>: the script with which a shell asks <c>fanout</c> for completions.</summary>
internal sealed class CompletionCommand : CliCommand
{
    // Each asks "fanout [suggest:POSITION] LINE", which answers one word a line. The shell itself completes file names.
    private static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _fanout() {
              local IFS=$'\n' word=${COMP_WORDS[COMP_CWORD]}
              case ${COMP_WORDS[COMP_CWORD-1]} in
                -o|--output|--data) COMPREPLY=($(compgen -f -- "$word")); compopt -o filenames 2>/dev/null; return ;;
              esac
              COMPREPLY=($(compgen -W "$(fanout "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)" -- "$word"))
            }
            complete -o nosort -F _fanout fanout 2>/dev/null || complete -F _fanout fanout

            """,
        ["zsh"] = """
            #compdef fanout
            _fanout() {
              if [[ $words[CURRENT-1] == (-o|--output|--data) ]]; then _files; return; fi
              local line="${(j: :)words[1,CURRENT]}"
              local -a found
              found=(${(f)"$(fanout "[suggest:${#line}]" "$line" 2>/dev/null)"})
              compadd -V fanout -a found
            }
            if [[ $funcstack[1] == _fanout ]]; then _fanout "$@"; else compdef _fanout fanout; fi

            """,
        ["fish"] = """
            function __fanout_complete
                set -l line (commandline -cp)
                fanout "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c fanout -f -k -a '(__fanout_complete)'
            complete -c fanout -s o -l output -r -F
            complete -c fanout -l data -r -F

            """,
    };

    private readonly Argument<string> shell = new("shell") { Description = "bash, zsh or fish", HelpName = "bash|zsh|fish" };

    public CompletionCommand(TerminalSession terminal)
        : base(
            terminal, "completion", "Print the script that completes fanout in a shell",
            ("source <(fanout completion bash)", "in ~/.bashrc"),
            ("source <(fanout completion zsh)", "in ~/.zshrc, after compinit"),
            ("fanout completion fish | source", "in config.fish"))
    {
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        Arguments.Add(shell);
        SetAction(async (result, _) =>
        {
            await Terminal.Output.WriteAsync(Scripts[result.GetValue(shell)!].ReplaceLineEndings("\n"));
            return ExitCodes.Success;
        });
    }
}

/// <summary>Answers a shell that completes a line. Unlike System.CommandLine's own action, it offers options only after a dash, and each by its long name only.</summary>
/// <param name="directive">The directive of the shell's question, <c>[suggest:POSITION] LINE</c>.</param>
internal sealed class SuggestAction(SuggestDirective directive) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var line = parseResult.Tokens.LastOrDefault(static token => token.Type != TokenType.Directive)?.Value ?? "";
        var position = parseResult.GetResult(directive)?.Values is [var text, ..]
            && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? Math.Min(given, line.Length) : line.Length;
        var word = line[..position].Split(' ')[^1];
        var labels = parseResult.RootCommandResult.Command.Parse(line, parseResult.Configuration).GetCompletions(position)
            .OrderBy(static item => item.SortText, StringComparer.Ordinal).Select(static item => item.Label)
            .Where(label => label.StartsWith(word, StringComparison.Ordinal))
            .Where(label => !label.StartsWith('-') || (label.StartsWith("--", StringComparison.Ordinal) && word.StartsWith('-')))
            .Distinct(StringComparer.Ordinal);
        foreach (var label in labels)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(label);
        }

        return ExitCodes.Success;
    }
}
