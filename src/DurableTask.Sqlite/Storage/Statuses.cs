using DurableTask.Core;

namespace DurableTask.Sqlite.Storage;

internal static class Statuses
{
    /// <summary>The statuses of instances that take no more turns, as a list in SQL.</summary>
    public const string TerminalSql = "(1, 3, 4, 5)";

    public static bool IsTerminal(OrchestrationStatus status) =>
        status is OrchestrationStatus.Completed or OrchestrationStatus.Failed or OrchestrationStatus.Canceled or OrchestrationStatus.Terminated;
}
