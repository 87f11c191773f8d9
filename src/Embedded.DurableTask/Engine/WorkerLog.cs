using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine;

/// <summary>
/// The life of orchestrations and activities, under the category, event ids and names that the real worker uses, so that filters for
/// those work here too. At debug level: two lines for each of a hundred thousand activities are nobody's news.
/// </summary>
internal static partial class WorkerLog
{
    public const string Category = "Microsoft.DurableTask.Worker";

    [LoggerMessage(600, LogLevel.Debug, "Orchestration {Name} with id {InstanceId} has started")]
    public static partial void OrchestrationStarted(ILogger logger, string instanceId, string name);

    [LoggerMessage(601, LogLevel.Debug, "Orchestration {Name} with id {InstanceId} has completed")]
    public static partial void OrchestrationCompleted(ILogger logger, string instanceId, string name);

    [LoggerMessage(602, LogLevel.Warning, "Orchestration {Name} with id {InstanceId} has failed: {Failure}")]
    public static partial void OrchestrationFailed(ILogger logger, Exception? error, string instanceId, string name, TaskFailureDetails? failure);

    [LoggerMessage(603, LogLevel.Debug, "Activity {Name} of instance {InstanceId} has started")]
    public static partial void ActivityStarted(ILogger logger, string instanceId, string name);

    [LoggerMessage(604, LogLevel.Debug, "Activity {Name} of instance {InstanceId} has completed")]
    public static partial void ActivityCompleted(ILogger logger, string instanceId, string name);

    [LoggerMessage(605, LogLevel.Warning, "Activity {Name} (#{TaskId}) of instance {InstanceId} has failed")]
    public static partial void ActivityFailed(ILogger logger, Exception error, string instanceId, string name, int taskId);
}
