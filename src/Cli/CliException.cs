using System.Net;

namespace CharacterFanOut.Cli;

/// <summary>Ends the command with a message on standard error.</summary>
/// <param name="exitCode">What to exit with.</param>
/// <param name="message">What was wrong, and what to do.</param>
internal sealed class CliException(int exitCode, string message, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>What to exit with.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>What the host answered, when it was the host that refused.</summary>
    public HttpStatusCode? Answer { get; init; }

    /// <summary>What was asked for cannot be done.</summary>
    public static CliException BadInput(string message, Exception? cause = null) => new(ExitCodes.BadInput, message, cause);

    /// <summary>The host or the upstream cannot be reached.</summary>
    public static CliException Unreachable(string message, Exception? cause = null) => new(ExitCodes.Unreachable, message, cause);
}
