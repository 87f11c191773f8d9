using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Cli.Client;
using CharacterFanOut.Cli.Display;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli.Commands;

/// <param name="examples">The examples in its help, each with what it does.</param>
internal abstract class CliCommand(TerminalSession terminal, string name, string description, params (string Line, string Does)[] examples)
    : Command(name, description)
{
    public IReadOnlyList<(string Line, string Does)> Examples { get; } = examples;

    protected TerminalSession Terminal { get; } = terminal;

    protected CancellationToken Interrupted => Terminal.Signals.Detach;

    /// <summary><c>--json</c>, to add to the command.</summary>
    protected Option<bool> Json { get; } = new("--json") { Description = "Print JSON" };

    protected void AddAll(params IEnumerable<Symbol> symbols)
    {
        foreach (var symbol in symbols)
        {
            if (symbol is Argument argument)
            {
                Arguments.Add(argument);
            }
            else
            {
                Options.Add((Option)symbol);
            }
        }
    }

    /// <summary>Prints the id of the fan-out that the command was about.</summary>
    protected Task WriteIdAsync(ParseResult result, StartedFanOut fanOut) => Terminal.Output.WriteLineAsync(
        result.GetValue(Json) ? JsonSerializer.Serialize(fanOut, ClientJsonContext.Default.StartedFanOut) : fanOut.Id);

    /// <summary>Says what was done to fan-outs, and prints their ids, a line each, or the JSON.</summary>
    protected async Task WriteManyAsync(ParseResult result, IReadOnlyList<string> ids, string done, string how, Func<string> json)
    {
        if (ids.Count > 0)
        {
            await Terminal.WriteMessageAsync($"{done} {ProgressText.Plural(ids.Count, "fan-out")}{how}.");
        }

        foreach (var line in result.GetValue(Json) ? [json()] : ids)
        {
            await Terminal.Output.WriteLineAsync(line);
        }
    }

    /// <summary>An option that takes a whole number; null when it is not given.</summary>
    public static Option<int?> WholeNumber(string name, string description, int min = int.MinValue, int max = int.MaxValue) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result =>
        {
            var text = result.Tokens.Single().Value;
            if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            {
                return number;
            }

            result.AddError($"{name}: '{text}' is not a whole number{(max < int.MaxValue ? $" from {min} to {max}" : "")}.");
            return null;
        },
    };
}

/// <summary>A command that talks to a host.</summary>
internal abstract class HostCommand(TerminalSession terminal, HostUse use, string name, string description, params (string Line, string Does)[] examples)
    : CliCommand(terminal, name, description, examples)
{
    protected HostOptions Host { get; } = new(terminal, use);

    /// <summary>Says on standard error that a fan-out is stopped, if it is.</summary>
    protected async Task TellStoppedAsync(HostSession session, FanOutView? state)
    {
        if (state is not null && session.DescribeStopped(state) is { } stopped)
        {
            await Terminal.WriteMessageAsync(stopped);
        }
    }

    /// <summary>Adds the command's own arguments and options, then those of the host, then <c>--json</c>.</summary>
    protected void Define(Func<ParseResult, HostSession, Task<int>> run, params IEnumerable<Symbol> symbols)
    {
        AddAll(symbols);
        Host.AddTo(this);
        AddAll(Json);
        SetAction(async (result, _) =>
        {
            await using var session = await Host.OpenAsync(result);
            return await run(result, session);
        });
    }
}
