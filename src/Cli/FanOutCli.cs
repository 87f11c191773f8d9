using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using CharacterFanOut.Cli.Commands;
using CharacterFanOut.Cli.Comparing;
using CharacterFanOut.Cli.Terminal;

namespace CharacterFanOut.Cli;

internal sealed class FanOutCli(TerminalSession terminal)
{
    public async Task<int> InvokeAsync(string[] args)
    {
        try
        {
            var parsed = CreateRoot().Parse(args is [] ? ["--help"] : args);
            if (parsed.Action is not ParseErrorAction)
            {
                return await parsed.InvokeAsync(new InvocationConfiguration
                {
                    Output = terminal.Output,
                    Error = terminal.Error,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                });
            }

            await terminal.WriteMessageAsync(ParseErrors.Describe(parsed));
            return ExitCodes.BadInput;
        }
        catch (CliException e)
        {
            await terminal.WriteMessageAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (terminal.Signals.Detach.IsCancellationRequested)
        {
            return ExitCodes.Interrupted;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await terminal.WriteMessageAsync($"{e.Message.TrimEnd('.')}. Check that the folder and its files can be read and written, or name another folder with --data.");
            return ExitCodes.BadInput;
        }
        catch (Exception e)
        {
            // The last resort: a command never ends in a stack trace.
            await terminal.WriteMessageAsync($"fanout failed unexpectedly: {e.Message} ({e.GetType().Name})");
            return ExitCodes.BadInput;
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
            ControlCommand.Pause(terminal),
            ControlCommand.Resume(terminal),
            ControlCommand.Wake(terminal),
            new CancelCommand(terminal),
            new RetryCommand(terminal),
            new PurgeCommand(terminal),
            new ScheduleCommand(terminal),
            new SchedulesCommand(terminal),
            new UnscheduleCommand(terminal),
            new CompareCommand(terminal),
            new CompletionCommand(terminal),
            new ContendCommand(terminal),
        };
        foreach (var argument in root.Subcommands.SelectMany(static command => command.Arguments))
        {
            argument.Validators.Add(ParseErrors.CheckNoOption);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Aliases.Remove("/?");
        help.Aliases.Remove("/h");
        help.Action = new ExamplesHelp(
            (HelpAction)help.Action!,
            ("fanout run 1-99", "fetch 99 characters of a sample API, see the report"),
            ("fanout serve", "a host with a dashboard, on port 7071"),
            ("fanout compare 1-99", "what a durable fan-out costs and gains"),
            ("fanout run --help", "the options of a command"));
        var suggest = root.Directives.OfType<SuggestDirective>().Single();
        suggest.Action = new SuggestAction(suggest);
        return root;
    }
}
