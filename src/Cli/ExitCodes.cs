namespace CharacterFanOut.Cli;

/// <summary>What <c>fanout</c> exits with.</summary>
internal static class ExitCodes
{
    /// <summary>Every id was fetched, or the command did what it was asked to do.</summary>
    public const int Success = 0;

    /// <summary>Some ids were not fetched.</summary>
    public const int SomeFailed = 1;

    /// <summary>What was asked for cannot be done as it was written; standard error says what and why.</summary>
    public const int BadInput = 2;

    /// <summary>The host or the upstream cannot be reached.</summary>
    public const int Unreachable = 3;

    /// <summary>Ctrl-C: detached from a fan-out that is not over.</summary>
    public const int Interrupted = 130;
}
