using System.CommandLine;
using System.CommandLine.Invocation;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli;

/// <summary>The command line <c>fanout</c>.</summary>
/// <param name="terminal">What it talks to.</param>
internal sealed class FanOutCli(TerminalSession terminal)
{
    /// <summary>Runs a command.</summary>
    /// <param name="args">What was typed after <c>fanout</c>.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public async Task<int> InvokeAsync(string[] args)
    {
        var parsed = CreateRoot().Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            foreach (var message in parsed.Errors.Select(static error => error.Message).Distinct())
            {
                await terminal.Error.WriteLineAsync(message);
            }

            await terminal.Error.WriteLineAsync($"{CommandPath(parsed)} --help says what it takes.");
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            });
        }
        catch (CliException e)
        {
            await terminal.Error.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (terminal.Interrupts.Detach.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private static string CommandPath(ParseResult parsed) =>
        parsed.CommandResult.Command is RootCommand ? "fanout" : $"fanout {parsed.CommandResult.Command.Name}";

    private RootCommand CreateRoot() => new("Fetch many characters through a durable fan-out.")
    {
        new RunCommand(terminal),
        new ServeCommand(terminal),
    };
}
