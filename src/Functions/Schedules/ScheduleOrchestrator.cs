using CharacterFanOut.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Schedules;

/// <summary>
/// A schedule: sleeps until the next occurrence, starts its fan-out, and begins anew. Occurrences that pass while no host runs are made up for
/// by one. Deterministic: only tasks of the context are awaited.
/// </summary>
public static class ScheduleOrchestrator
{
    /// <summary>What the instance ids of schedules begin with; a fan-out's or a batch's cannot.</summary>
    public const string IdPrefix = "schedule.";

    /// <summary>Runs until one occurrence is over; it is ended from outside.</summary>
    [Function(nameof(ScheduleOrchestrator))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, ScheduleInput input)
    {
        var due = Cron.Next(input.Schedule, context.CurrentUtcDateTime);
        await context.CreateTimer(due, CancellationToken.None);
        var run = await StartAsync(context, new(input.Name, input.Request, input.Upstream, due));
        context.ContinueAsNew(input.With(run));
    }

    private static async Task<ScheduledRun> StartAsync(TaskOrchestrationContext context, ScheduledStart start)
    {
        try
        {
            return await context.CallActivityAsync<ScheduledRun>(nameof(StartScheduled), start, RetryPolicies.Fetch);
        }
        catch (TaskFailedException e)
        {
            return new(start.DueAt, null, $"It could not be started: {e.FailureDetails.ErrorMessage}");
        }
    }
}

/// <summary>What <see cref="StartScheduled"/> is told.</summary>
/// <param name="DueAt">The occurrence, UTC: the fan-out's id is made of it, so that one that is started twice is one.</param>
public sealed record ScheduledStart(string Schedule, FanOutRequest Request, string Upstream, DateTime DueAt);

/// <summary>Starts the fan-out of a schedule, unless the one before is still under way or the host has another upstream.</summary>
public sealed class StartScheduled(FanOutScheduler scheduler)
{
    [Function(nameof(StartScheduled))]
    public async Task<ScheduledRun> RunAsync([ActivityTrigger] ScheduledStart start, [DurableClient] DurableTaskClient client, CancellationToken cancellation) =>
        start.Upstream != scheduler.Upstream
            ? new(start.DueAt, null, $"The schedule is for {start.Upstream}, and the host's upstream is {scheduler.Upstream}.")
            : await scheduler.StartAsync(client, start.Schedule, start.DueAt, start.Request, cancellation) switch
            {
                { Running: { } running } => new(start.DueAt, null, $"{running} was still under way."),
                var started => new(start.DueAt, started.Id, null),
            };
}
