using CharacterFanOut.Functions.Schedules;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Timers;

/// <summary>Starts a fan-out on a schedule, over <c>FanOut:ScheduledIds</c>; never a second of the same upstream while one is under way.</summary>
public sealed partial class ScheduledFanOut(
    FanOutScheduler scheduler, NothingScheduled reminder, IOptions<FanOutOptions> options, TimeProvider time, ILogger<ScheduledFanOut> logger)
{
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

        var (id, since, running) = await scheduler.StartAsync(client, null, time.GetUtcNow(), new() { Ids = ids }, cancellation);
        if (running is not null)
        {
            Log.StillRunning(logger, running);
            return;
        }

        Log.Started(logger, id, since);
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

/// <summary>Remembers that it was said that nothing is scheduled, so that it is said once and not each day.</summary>
public sealed class NothingScheduled
{
    private int said;

    public bool SayOnce() => Interlocked.Exchange(ref said, 1) == 0;
}
