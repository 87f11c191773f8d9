using CharacterFanOut.Functions.Orchestrations;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Functions.Operations;

/// <summary>Says how the batches of a fan-out did, from the task hub's record of each.</summary>
internal static class BatchReader
{
    /// <summary>The most batches in one answer: 500.</summary>
    public const int MostBatches = 500;

    // Batches are numbered, so each is found by its key: no query has to go through a whole task hub for them.
    private const int ReadsAtOnce = 20;
    private const int MicrosecondsInAMillisecond = 1000;

    /// <summary>The batches from a number on, as far as they have started.</summary>
    public static async Task<BatchesPage> ReadAsync(DurableTaskClient client, FanOutView fanOut, long from, CancellationToken cancellation)
    {
        var found = new List<(BatchView View, BatchReport? Report)>();
        var more = from < fanOut.Batches;
        while (more && found.Count < MostBatches)
        {
            var first = from + found.Count;
            var count = (int)Math.Min(fanOut.Batches - first, Math.Min(ReadsAtOnce, MostBatches - found.Count));
            var read = await Task.WhenAll(Enumerable.Range(0, count)
                .Select(i => client.GetInstanceAsync(BatchOrchestrator.InstanceId(fanOut.Id, first + i), getInputsAndOutputs: true, cancellation)));
            found.AddRange(read.TakeWhile(batch => batch is not null).Select((batch, i) => View(first + i, batch!)));
            more = read[^1] is not null && from + found.Count < fanOut.Batches;
        }

        var settled = found.TakeWhile(batch => batch.View.FinishedAt is not null).ToList();
        var merged = settled.Aggregate(BatchReport.Empty, (all, batch) => batch.Report is { } report ? BatchReport.Merge(all, report) : all);
        return new(fanOut, [.. found.Select(batch => batch.View)], from + settled.Count, more, SettledTallies.Of(merged));
    }

    private static (BatchView View, BatchReport? Report) View(long number, OrchestrationMetadata batch)
    {
        var ids = batch.ReadInputAs<BatchInput>()?.Ids ?? IdSet.Empty;
        var status = batch.ReadCustomStatusAs<BatchStatus>();
        var report = batch.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? batch.ReadOutputAs<BatchReport>() : null;
        var view = new BatchView
        {
            Number = number,
            Ids = ids,
            Count = ids.Count,
            Status = StateOf(batch.RuntimeStatus),
            StartedAt = batch.CreatedAt,
            FinishedAt = batch.IsCompleted ? batch.LastUpdatedAt : null,
            Fetched = report?.Fetched ?? status?.Fetched ?? 0,
            Failed = report?.Failed ?? status?.Failed ?? 0,
            InFlight = batch.IsCompleted ? 0 : status?.InFlight ?? 0,
            ThrottledUntil = !batch.IsCompleted && status?.ThrottledUntil is { } until ? new DateTimeOffset(until, TimeSpan.Zero) : null,
            Waiting = batch.IsCompleted ? null : status?.Waiting,
            ThrottledWaits = report?.ThrottledWaits ?? 0,
            LatencyMs = report is null ? null : LatencyPercentiles.Of(report.Latency),
            MeanMs = report is null ? null : MeanOf(report.Latency),
        };
        return (view, report);
    }

    private static BatchState StateOf(OrchestrationRuntimeStatus status) => status switch
    {
        OrchestrationRuntimeStatus.Completed => BatchState.Completed,
        OrchestrationRuntimeStatus.Failed => BatchState.Failed,
        OrchestrationRuntimeStatus.Terminated => BatchState.Canceled,
        _ => BatchState.Running,
    };

    // The mean of the middles of 50 equal parts: a histogram keeps no sum.
    private static double? MeanOf(Histogram microseconds) => microseconds.Count == 0
        ? null
        : Math.Round(Enumerable.Range(0, 50).Average(i => microseconds.Percentile((2 * i) + 1)!.Value) / MicrosecondsInAMillisecond, 3);
}
