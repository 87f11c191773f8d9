using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.FanOuts;

/// <summary>Pauses, resumes and cancels fan-outs, their batches with them.</summary>
public static class FanOutControl
{
    private static readonly OrchestrationRuntimeStatus[] Live =
        [OrchestrationRuntimeStatus.Pending, OrchestrationRuntimeStatus.Running, OrchestrationRuntimeStatus.Suspended];

    /// <summary>Pauses a fan-out: nothing new is started until it is resumed; what is in flight comes to its end.</summary>
    public static async Task PauseAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await client.SuspendInstanceAsync(id, "paused", cancellation);
        await FanOutBatches.ForEachAsync(client, id, Live, batch => client.SuspendInstanceAsync(batch, "paused", cancellation), cancellation);
    }

    /// <summary>Resumes a fan-out that was paused.</summary>
    public static async Task ResumeAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await FanOutBatches.ForEachAsync(client, id, Live, batch => client.ResumeInstanceAsync(batch, "resumed", cancellation), cancellation);
        await client.ResumeInstanceAsync(id, "resumed", cancellation);
    }

    /// <summary>Ends a fan-out at once; what its batches have saved stays.</summary>
    public static async Task CancelAsync(DurableTaskClient client, string id, CancellationToken cancellation)
    {
        await client.TerminateInstanceAsync(id, new TerminateInstanceOptions("canceled", Recursive: true), cancellation);

        // Not every backend reaches the batches by itself.
        await FanOutBatches.ForEachAsync(client, id, Live, batch => client.TerminateInstanceAsync(batch, "canceled", cancellation), cancellation);
    }
}
