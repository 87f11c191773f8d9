using CharacterFanOut.Characters;
using CharacterFanOut.Functions.Http;
using CharacterFanOut.Functions.Operations;
using CharacterFanOut.Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Timers;

/// <summary>
/// When a host starts: wakes the batches that wait for its upstream, says which fan-outs wait for another, and has those that ran before note it in
/// their logs. Hourly after that.
/// </summary>
public sealed partial class WakeWaiting(IOptions<CharacterApiOptions> upstream, ILogger<WakeWaiting> logger)
{
    private static readonly OrchestrationRuntimeStatus[] Live = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running];

    [Function(nameof(WakeWaiting))]
    public async Task RunAsync(
        [TimerTrigger("0 0 * * * *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        var mine = upstream.Value.Upstream;
        var live = await client.GetAllInstancesAsync(new OrchestrationQuery(Statuses: Live, FetchInputsAndOutputs: true)).ToListAsync(cancellation);
        foreach (var batch in live.Where(instance => instance.Name == nameof(BatchOrchestrator)
            && instance.ReadCustomStatusAs<BatchStatus>() is { Waiting.Reason: WaitReason.OtherUpstream } && instance.ReadInputAs<BatchInput>()?.Upstream == mine))
        {
            await client.RaiseEventAsync(batch.InstanceId, BatchOrchestrator.WakeEvent, null, cancellation);
        }

        foreach (var fanOut in live.Where(instance => instance.Name == nameof(FanOutOrchestrator)))
        {
            if (fanOut.ReadCustomStatusAs<FanOutStatus>() is { } status && FanOutReader.BeganAt(fanOut, status) < GetHealth.StartedAt
                && !status.Log.Any(entry => entry.Event == LogEvent.HostStarted && entry.At >= GetHealth.StartedAt))
            {
                await FanOutControl.NoteAsync(client, fanOut.InstanceId, LogEvent.HostStarted, cancellation);
            }

            if (FanOutReader.InputOf(fanOut)?.Upstream is { } other && other != mine)
            {
                Log.Waits(logger, fanOut.InstanceId, UpstreamText.Waits(other, mine));
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Fan-out {Id} waits. {Why}")]
        public static partial void Waits(ILogger logger, string id, string why);
    }
}
