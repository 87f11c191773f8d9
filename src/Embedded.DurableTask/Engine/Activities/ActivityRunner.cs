using System.Diagnostics;
using EmbeddedFunctions.DurableTask.Engine.Orchestrations;
using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EmbeddedFunctions.DurableTask.Engine.Activities;

/// <summary>Runs one activity: its own DI scope, input in, output or failure out as a history event.</summary>
internal sealed class ActivityRunner(
    TaskTable tasks, IServiceProvider services, DataConverter converter, TimeProvider time, EngineMetrics metrics, ILogger logger)
{
    private readonly IServiceScopeFactory? scopes = services.GetService<IServiceScopeFactory>();

    public async Task<HistoryEvent> RunAsync(ActivityWork work)
    {
        long started = Stopwatch.GetTimestamp();
        string name = work.Task.Name;
        int id = work.Task.EventId;
        TaskFailureDetails? failure;
        using (Activity? span = EngineTracing.StartActivity(work))
        {
            try
            {
                if (tasks.FindActivity(name) is { } factory)
                {
                    WorkerLog.ActivityStarted(logger, work.Actor.InstanceId, name);
                    string? result = await this.InvokeAsync(factory, work).ConfigureAwait(false);
                    metrics.ActivityEnded(name, started, failed: false);
                    WorkerLog.ActivityCompleted(logger, work.Actor.InstanceId, name);
                    return new TaskCompleted(id, result) { Timestamp = this.Now() };
                }

                failure = OrchestratorFault.UnknownActivity(name);
            }
            catch (Exception e)
            {
                WorkerLog.ActivityFailed(logger, e, work.Actor.InstanceId, name, id);
                failure = TaskFailureDetails.FromException(e);
            }

            span?.SetStatus(ActivityStatusCode.Error, failure.ErrorMessage);
        }

        metrics.ActivityEnded(name, started, failed: true);
        return new TaskFailed(id, failure) { Timestamp = this.Now() };
    }

    private DateTime Now() => time.GetUtcNow().UtcDateTime;

    private async Task<string?> InvokeAsync(Func<IServiceProvider, ITaskActivity> factory, ActivityWork work)
    {
        AsyncServiceScope? scope = this.scopes?.CreateAsyncScope();
        try
        {
            ITaskActivity activity = factory(scope?.ServiceProvider ?? services);
            object? input = converter.Deserialize(work.Task.Input, activity.InputType);
            var context = new EngineActivityContext(work.Task.Name, work.Actor.InstanceId);
            object? output = await activity.RunAsync(context, input).ConfigureAwait(false);
            return converter.Serialize(output);
        }
        finally
        {
            if (scope is { } opened)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
