using CharacterFanOut.Cli.Client;

namespace CharacterFanOut.Cli.Commands;

/// <summary>What a fan-out that is over means to a shell.</summary>
internal static class FanOutExit
{
    private const string Network = "network";

    /// <summary>The exit code that a report stands for.</summary>
    public static int CodeOf(Report report)
    {
        if (report.AllFetched)
        {
            return ExitCodes.Success;
        }

        // Nothing but failures to connect: it was not the ids, the upstream is not there.
        var noneReached = report.Fetched == 0 && report.Failed > 0 && report.FailedByKind.Keys.All(static kind => kind == Network);
        return noneReached ? ExitCodes.Unreachable : ExitCodes.SomeFailed;
    }
}
