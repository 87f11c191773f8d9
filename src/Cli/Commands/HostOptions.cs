using System.CommandLine;
using System.CommandLine.Parsing;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary>Where a host is that runs already.</summary>
internal sealed class HostOptions
{
    private const string KeyVariable = "FANOUT_KEY";
    private const string HostVariable = "FANOUT_HOST";

    private readonly TerminalSession terminal;
    private readonly Option<string?> host = new("--host")
    {
        Description = $"A host that runs already, such as http://127.0.0.1:7071 (or {HostVariable})",
        HelpName = "URL",
    };

    private readonly Option<string?> key = new("--key")
    {
        Description = $"Its function key, where it wants one (better in {KeyVariable}: others see a command line)",
        HelpName = "KEY",
    };

    public HostOptions(TerminalSession terminal)
    {
        this.terminal = terminal;
        host.Validators.Add(Check);
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(host);
        command.Options.Add(key);
    }

    /// <summary>What named the host: the option, or else the environment variable.</summary>
    public string NamedBy(ParseResult result) => result.GetValue(host) is null ? HostVariable : host.Name;

    /// <summary>The host's root; null when none was named.</summary>
    public Uri? ReadHost(ParseResult result)
    {
        if (result.GetValue(host) is { } given)
        {
            return ReadRoot(given);
        }

        return terminal.Environment(HostVariable) is not { Length: > 0 } text
            ? null
            : ReadRoot(text) ?? throw CliException.BadInput($"{HostVariable} is '{text}': give a URL such as http://127.0.0.1:7071.");
    }

    /// <summary>The key; null when none was given.</summary>
    public string? ReadKey(ParseResult result) =>
        result.GetValue(key) ?? (terminal.Environment(KeyVariable) is { Length: > 0 } text ? text : null);

    private static Uri? ReadRoot(string text) =>
        Uri.TryCreate(text.TrimEnd('/') + "/", UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    private static void Check(OptionResult result)
    {
        if (result.GetValueOrDefault<string?>() is { } text && ReadRoot(text) is null)
        {
            result.AddError($"--host: '{text}' is no URL such as http://127.0.0.1:7071.");
        }
    }
}
