using Spectre.Console;

namespace CharacterFanOut.Cli.Terminal;

/// <summary>The terminal of a command: standard output for results, standard error for everything else.</summary>
internal sealed class TerminalSession
{
    private const int PipeWidth = 120;

    /// <summary>Standard output, for results that people read.</summary>
    public required Lazy<IAnsiConsole> Results { get; init; }

    /// <summary>Standard error, for progress and messages.</summary>
    public required Lazy<IAnsiConsole> Messages { get; init; }

    /// <summary>Opens standard input.</summary>
    public Func<TextReader> Input { get; init; } = static () => Console.In;

    /// <summary>Standard output, for results that programs read.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error, for plain lines.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Opens standard output as bytes.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Whether progress can be redrawn in place; otherwise it is plain lines.</summary>
    public required bool CanRedraw { get; init; }

    public required InterruptSignals Signals { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder that relative paths start from.</summary>
    public required string CurrentFolder { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Writes a message to standard error. On a terminal it is wrapped between words, except lines that begin with a space: these are commands to copy.</summary>
    public async Task WriteMessageAsync(string message)
    {
        if (CanRedraw)
        {
            // The terminal may have echoed ^C at the start of the line.
            Messages.Value.Write(new ControlCode("\r"));
        }

        foreach (var line in TerminalText.Clean(message, keepLayout: true).Split('\n'))
        {
            if (CanRedraw && !line.StartsWith(' '))
            {
                Messages.Value.WriteLine(line);
            }
            else
            {
                await Error.WriteLineAsync(line);
            }
        }
    }

    public static TerminalSession FromProcess(InterruptSignals signals) => new()
    {
        Results = new(static () => CreateConsole(Console.Out, Console.IsOutputRedirected)),
        Messages = new(static () => CreateConsole(Console.Error, Console.IsErrorRedirected)),
        Output = Console.IsOutputRedirected ? Console.Out : CreateWriter(Console.OpenStandardOutput),
        Error = Console.IsErrorRedirected ? Console.Error : CreateWriter(Console.OpenStandardError),
        OpenOutput = static () => Console.IsOutputRedirected ? Console.OpenStandardOutput() : new TerminalStream(Console.OpenStandardOutput()),
        CanRedraw = !Console.IsErrorRedirected && System.Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        Signals = signals,
        Environment = System.Environment.GetEnvironmentVariable,
        CurrentFolder = Directory.GetCurrentDirectory(),
    };

    private static StreamWriter CreateWriter(Func<Stream> open) => new(new TerminalStream(open())) { AutoFlush = true };

    private static IAnsiConsole CreateConsole(TextWriter writer, bool redirected)
    {
        // A pipe gets no colors. Spectre itself honors NO_COLOR.
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (redirected)
        {
            console.Profile.Width = PipeWidth;
        }

        return console;
    }
}
