using Spectre.Console;

namespace CharacterFanOut.Cli.Terminal;

/// <summary>What a command talks to: standard output for results, standard error for everything else.</summary>
internal sealed class TerminalSession
{
    /// <summary>Standard output, for results that people read.</summary>
    public required Lazy<IAnsiConsole> Results { get; init; }

    /// <summary>Standard error, for progress and notices.</summary>
    public required Lazy<IAnsiConsole> Notices { get; init; }

    /// <summary>Standard output, for results that programs read.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error, for plain lines.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>Standard output as bytes.</summary>
    public required Func<Stream> OpenOutput { get; init; }

    /// <summary>Whether progress can be drawn and redrawn; otherwise it is plain lines.</summary>
    public required bool CanRedraw { get; init; }

    /// <summary>Ctrl-C.</summary>
    public required Interrupts Interrupts { get; init; }

    /// <summary>Reads an environment variable.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The folder that relative paths are relative to.</summary>
    public required string CurrentFolder { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Says something on standard error; to a terminal in lines that end between words.</summary>
    public Task SayAsync(string message) =>
        // From the first column on, also when the terminal has just echoed a Ctrl-C.
        Error.WriteLineAsync(CanRedraw ? "\r" + WordWrap.Break(message, Notices.Value.Profile.Width) : message);

    /// <summary>The terminal that the process runs in.</summary>
    public static TerminalSession OfProcess(Interrupts interrupts) => new()
    {
        Results = new(static () => Console(System.Console.Out, System.Console.IsOutputRedirected)),
        Notices = new(static () => Console(System.Console.Error, System.Console.IsErrorRedirected)),
        Output = System.Console.Out,
        Error = System.Console.Error,
        OpenOutput = System.Console.OpenStandardOutput,
        CanRedraw = !System.Console.IsErrorRedirected && System.Environment.GetEnvironmentVariable("TERM") is not (null or "" or "dumb"),
        Interrupts = interrupts,
        Environment = System.Environment.GetEnvironmentVariable,
        CurrentFolder = Directory.GetCurrentDirectory(),
    };

    private const int PipeWidth = 120;

    private static IAnsiConsole Console(TextWriter writer, bool redirected)
    {
        // Colours are off in a pipe and, by Spectre's own detection, with NO_COLOR.
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
