using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Comparing;
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
        // Whoever types nothing but the name wants to know what there is.
        var parsed = CreateRoot().Parse(args is [] ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction || parsed.Action == parsed.CommandResult.Command.Action)
        {
            var wrong = Refusal.Explain(parsed);
            if (wrong.Count > 0)
            {
                return await RefuseAsync(parsed.CommandResult.Command, wrong);
            }
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
            await terminal.SayAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (terminal.Interrupts.Detach.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
    }

    private RootCommand CreateRoot()
    {
        var root = new RootCommand("Fetch many characters through a durable fan-out.")
        {
            new RunCommand(terminal),
            new ServeCommand(terminal),
            new StartCommand(terminal),
            new WatchCommand(terminal),
            new StatusCommand(terminal),
            new ListCommand(terminal),
            new ReportCommand(terminal),
            new ExportCommand(terminal),
            TellCommand.Pause(terminal),
            GoOnCommand.Resume(terminal),
            TellCommand.Cancel(terminal),
            GoOnCommand.Retry(terminal),
            new PurgeCommand(terminal),
            new CompareCommand(terminal),
            new CompletionCommand(terminal),
            new ContendCommand(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/?");
        help.Aliases.Remove("/h");
        help.Action = new ExamplesHelp(
            (HelpAction)help.Action!,
            ("fanout run 1-99", "fetch 99 characters of a sample API, see the report"),
            ("fanout serve", "a host with a page to look at, on port 7071"),
            ("fanout compare 1-99", "why one would fan out, and durably"),
            ("fanout run --help", "what a command takes"));
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new Suggestions(suggest);
        return root;
    }

    private async Task<int> RefuseAsync(Command command, IReadOnlyList<string> wrong)
    {
        foreach (var message in wrong)
        {
            await terminal.SayAsync(message);
        }

        await terminal.SayAsync($"{(command is RootCommand ? "fanout" : $"fanout {command.Name}")} --help says what it takes.");
        return ExitCodes.BadInput;
    }
}
