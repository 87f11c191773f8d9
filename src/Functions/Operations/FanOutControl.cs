using CharacterFanOut.Functions.Orchestrations;
using Grpc.Core;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

/// <summary>Pauses, resumes, wakes and cancels fan-outs, their batches with them.</summary>
public static class FanOutControl
{
    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    private static readonly OrchestrationRuntimeStatus[] Moving = [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running];

    // A pause that was sent has arrived by then, usually: the second one is for batches that it missed.
    private static readonly TimeSpan OnItsWay = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Pauses a fan-out: nothing new is started until it is resumed; what is in flight comes to its end.</summary>
    public static async Task PauseAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await NoteAsync(client, id, LogEvent.Paused, cancellation);
        await TellAsync(client.SuspendInstanceAsync(id, "paused", cancellation));
        await FanOutBatches.ForEachAsync(client, id, Live, batch => TellAsync(client.SuspendInstanceAsync(batch, "paused", cancellation)), cancellation);
    }

    /// <summary>
    /// Resumes a fan-out that was paused. Where messages travel through queues, a batch may not have heard of the pause yet, and one that was
    /// just starting was not told at all. Resumed now, the first would be suspended afterwards, for good; so every batch is suspended first.
    /// </summary>
    /// <exception cref="TimeoutException">A batch has not stood still within a minute; resuming may be tried again.</exception>
    public static async Task ResumeAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        var told = new HashSet<string>();
        var started = TimeProvider.System.GetTimestamp();
        while (await FanOutBatches.ListAsync(client, id, Moving, cancellation) is { Count: > 0 } moving)
        {
            var waited = TimeProvider.System.GetElapsedTime(started);
            if (waited > LongestWait)
            {
                throw new TimeoutException($"The fan-out {id} is not resumed yet: {moving.Count} of its batches, {moving[0]} among them, still run. Resume it again in a minute.");
            }

            foreach (var batch in moving.Where(batch => waited > OnItsWay && told.Add(batch)))
            {
                await TellAsync(client.SuspendInstanceAsync(batch, "paused", cancellation));
            }

            // The task hub's time, not the app's: what is waited for is another process.
            await Task.Delay(Pause, TimeProvider.System, cancellation);
        }

        await FanOutBatches.ForEachAsync(
            client, id, [OrchestrationRuntimeStatus.Suspended], batch => TellAsync(client.ResumeInstanceAsync(batch, "resumed", cancellation)), cancellation);
        await NoteAsync(client, id, LogEvent.Resumed, cancellation);
        await TellAsync(client.ResumeInstanceAsync(id, "resumed", cancellation));
    }

    /// <summary>
    /// Ends a fan-out: nothing new is started, what is in flight comes to its end, and what was fetched is saved and reported. The second time
    /// it ends at once, and what its running batches fetched is lost; so does one that has not begun.
    /// </summary>
    /// <exception cref="TimeoutException">It was paused, and a batch has not stood still within a minute; cancelling may be tried again.</exception>
    public static async Task CancelAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        var fanOut = await client.GetInstanceAsync(id, getInputsAndOutputs: true, cancellation);
        if (fanOut is null or { RuntimeStatus: OrchestrationRuntimeStatus.Pending } || fanOut.ReadCustomStatusAs<FanOutStatus>() is { Canceling: true })
        {
            await TerminateAsync(client, id, cancellation);
            return;
        }

        await client.RaiseEventAsync(id, FanOutOrchestrator.StopEvent, null, cancellation);
        if (fanOut.RuntimeStatus == OrchestrationRuntimeStatus.Suspended)
        {
            // They hear it before they go on; else they would start new fetches until the fan-out tells them.
            await FanOutBatches.ForEachAsync(
                client, id, Live, batch => client.RaiseEventAsync(batch, FanOutOrchestrator.StopEvent, null, cancellation), cancellation);
            await ResumeAsync(client, id, cancellation);
        }
    }

    /// <summary>
    /// Has a fan-out that waits for its upstream ask it now. One batch asks for one id; when that is answered, it goes on, and so do the others.
    /// </summary>
    /// <returns>Whether it waited.</returns>
    /// <exception cref="TimeoutException">The upstream has not answered within a minute.</exception>
    public static async Task<bool> WakeAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        var query = new OrchestrationQuery(InstanceIdPrefix: BatchOrchestrator.InstanceIdPrefix(id), Statuses: Moving, FetchInputsAndOutputs: true);
        var waiting = await client.GetAllInstancesAsync(query).Where(batch => WaitOf(batch) is not null).ToListAsync(cancellation);
        if (waiting is not [var first, .. var others])
        {
            return false;
        }

        await client.RaiseEventAsync(first.InstanceId, BatchOrchestrator.WakeEvent, null, cancellation);
        var (before, started) = (WaitOf(first), TimeProvider.System.GetTimestamp());
        var now = before;
        while (now == before)
        {
            if (TimeProvider.System.GetElapsedTime(started) > LongestWait)
            {
                throw new TimeoutException("The upstream is asked, and has not answered within a minute. The fan-out goes on when it does.");
            }

            await Task.Delay(Pause, TimeProvider.System, cancellation);
            now = await client.GetInstanceAsync(first.InstanceId, getInputsAndOutputs: true, cancellation) is { } batch ? WaitOf(batch) : null;
        }

        foreach (var other in now is null ? others : [])
        {
            await client.RaiseEventAsync(other.InstanceId, BatchOrchestrator.WakeEvent, null, cancellation);
        }

        return true;

        static UpstreamWait? WaitOf(OrchestrationMetadata batch) => batch.IsCompleted ? null : batch.ReadCustomStatusAs<BatchStatus>()?.Waiting;
    }

    /// <summary>Tells a fan-out what its log is to say.</summary>
    public static Task NoteAsync(DurableTaskClient client, string id, LogEvent what, CancellationToken cancellation) =>
        TellAsync(client.RaiseEventAsync(id, what.ToString(), null, cancellation));

    private static async Task TerminateAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await TellAsync(client.TerminateInstanceAsync(id, new TerminateInstanceOptions("canceled", Recursive: true), cancellation));

        // Not every backend reaches the batches by itself.
        await FanOutBatches.ForEachAsync(client, id, Live, batch => TellAsync(client.TerminateInstanceAsync(batch, "canceled", cancellation)), cancellation);
    }

    // The Durable extension refuses what comes too late: the instance is over by now, or already stands still.
    private static async Task TellAsync(Task call)
    {
        try
        {
            await call;
        }
        catch (RpcException e) when (e.StatusCode is StatusCode.FailedPrecondition or StatusCode.NotFound)
        {
        }
    }
}
