using System.Globalization;
using CharacterFanOut.Functions.FanOuts;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Timers;

/// <summary>Starts a fan-out on a schedule, over <c>FanOut:ScheduledIds</c>; never a second of the same upstream while one is under way.</summary>
/// <param name="starter">What starts it.</param>
/// <param name="reminder">Whether it was said that nothing is scheduled.</param>
/// <param name="options">What is scheduled.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Where to say what was not done, and why.</param>
public sealed partial class ScheduledFanOut(
    FanOutStarter starter, NothingScheduled reminder, IOptions<FanOutOptions> options, TimeProvider time, ILogger<ScheduledFanOut> logger)
{
    /// <summary>Starts the scheduled fan-out.</summary>
    [Function(nameof(ScheduledFanOut))]
    public async Task RunAsync(
        [TimerTrigger("%FanOut:Schedule%")] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var ids = IdSet.Parse(options.Value.ScheduledIds);
        if (ids.IsEmpty)
        {
            if (reminder.SayOnce())
            {
                Log.NothingScheduled(logger);
            }

            return;
        }

        var earlier = await EarlierAsync(client, cancellation);
        if (earlier.FirstOrDefault(e => !e.IsCompleted) is { } running)
        {
            Log.StillRunning(logger, running.InstanceId);
            return;
        }

        var since = earlier
            .Where(e => FanOutReader.StateOf(e) is FanOutState.Completed or FanOutState.Aborted)
            .MaxBy(e => e.InstanceId, StringComparer.Ordinal)?.InstanceId;
        var id = FanOutId.ScheduledPrefix + time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        await starter.StartAsync(client, id, new FanOutInput { Request = new() { Ids = ids }, Since = since }, cancellation);
        Log.Started(logger, id, since);
    }

    // Those of another upstream wait for a host that has it, and what they fetched is no measure of what changed at this one.
    private async Task<IReadOnlyList<OrchestrationMetadata>> EarlierAsync(DurableTaskClient client, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: FanOutId.ScheduledPrefix, FetchInputsAndOutputs: true);
        return await client.GetAllInstancesAsync(query)
            .Where(instance => instance.Name == nameof(FanOutOrchestrator)
                && FanOutReader.InputOf(instance) is var input && (input?.Upstream is null || input.Upstream == starter.Upstream))
            .ToListAsync(cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Nothing is scheduled: FanOut:ScheduledIds is empty. Set it, such as to 1-826, to fetch on schedule.")]
        public static partial void NothingScheduled(ILogger logger);

        [LoggerMessage(2, LogLevel.Warning, "The scheduled fan-out is skipped: {Id} is still under way.")]
        public static partial void StillRunning(ILogger logger, string id);

        [LoggerMessage(3, LogLevel.Information, "The scheduled fan-out {Id} is started; it is compared with {Since}.")]
        public static partial void Started(ILogger logger, string id, string? since);
    }
}
