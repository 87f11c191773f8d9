namespace CharacterFanOut.Cli;

/// <summary>The exit codes of <c>fanout</c>.</summary>
internal static class ExitCodes
{
    /// <summary>Every id was fetched, or the command did what it was asked to do.</summary>
    public const int Success = 0;

    /// <summary>Some ids were not fetched.</summary>
    public const int SomeFailed = 1;

    /// <summary>The request is invalid or cannot be carried out; standard error says why.</summary>
    public const int BadInput = 2;

    /// <summary>The host or the upstream cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C: detached from a fan-out that is not over.</summary>
    public const int Interrupted = 130;
}

/// <summary>Ends the command with an exit code and a message on standard error that names the problem and the remedy.</summary>
internal sealed class CliException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    public int ExitCode { get; } = exitCode;

    public static CliException BadInput(string message, Exception? cause = null) => new(ExitCodes.BadInput, message, cause);

    public static CliException Unreachable(string message, Exception? cause = null) => new(ExitCodes.Unreachable, message, cause);
}
