using System.CommandLine;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <summary><c>--json</c>: results as JSON, for programs.</summary>
internal sealed class JsonOption
{
    /// <summary>The option, to add to a command.</summary>
    public Option<bool> Option { get; } = new("--json") { Description = "Print JSON" };

    /// <summary>Whether it was given.</summary>
    public bool IsGiven(ParseResult result) => result.GetValue(Option);

    /// <summary>Writes the id of the fan-out that a command was about.</summary>
    public async Task WriteIdAsync(ParseResult result, TerminalSession terminal, string id) =>
        await terminal.Output.WriteLineAsync(IsGiven(result) ? JsonSerializer.Serialize(new StartedFanOut(id), ClientJsonContext.Default.StartedFanOut) : id);
}
