namespace DurableTask.Sqlite;

/// <summary>What a <see cref="TaskHubWorker"/> needs besides the service.</summary>
public static class TaskHubWorkerExtensions
{
    /// <summary>
    /// Lets orchestrators read the given clock as their current time. The framework stamps the start of each turn with the system's clock,
    /// inside its dispatcher, where a service cannot reach it; this adds a middleware that stamps it again. Call it before any middleware
    /// that runs orchestrators, and give the service the same clock.
    /// </summary>
    /// <returns>The worker.</returns>
    public static TaskHubWorker UseTimeProvider(this TaskHubWorker worker, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(timeProvider);
        worker.AddOrchestrationDispatcherMiddleware((context, next) =>
        {
            DateTime now = timeProvider.GetUtcNow().UtcDateTime;
            foreach (OrchestratorStartedEvent started in context.GetProperty<OrchestrationRuntimeState>().NewEvents.OfType<OrchestratorStartedEvent>())
            {
                started.Timestamp = now;
            }

            return next();
        });
        return worker;
    }
}
