using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Schedules;

/// <summary>What <see cref="StartScheduled"/> is told.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Request">The fan-out to start.</param>
/// <param name="Upstream">The upstream that it is for.</param>
/// <param name="DueAt">The occurrence, UTC: the fan-out's id is made of it, so that one that is started twice is one.</param>
public sealed record ScheduledStart(string Schedule, FanOutRequest Request, string Upstream, DateTime DueAt);

/// <summary>Starts the fan-out of a schedule, unless the one before is still under way or the host has another upstream.</summary>
/// <param name="scheduler">What starts it.</param>
public sealed class StartScheduled(FanOutScheduler scheduler)
{
    /// <summary>Starts it.</summary>
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
