namespace CharacterFanOut.Tests.Plan;

/// <summary>
/// A fan-out in simulated time: its lanes take batches, a batch's lanes take ids, and each fetch takes an exponentially
/// distributed time. Everything else takes none. The same seed gives the same times.
/// </summary>
internal static class SimulatedRun
{
    /// <summary>The time that the plan takes, divided by the total latency over the cap.</summary>
    public static double TimeOverIdeal(BatchPlan plan, int cap, int seed)
    {
        var random = new Random(seed);
        var (end, total) = (0.0, 0.0);
        var lanes = new PriorityQueue<int, double>(plan.Windows.Select(window => (window, 0.0)));
        for (var number = 0L; number < plan.BatchCount; number++)
        {
            lanes.TryDequeue(out var window, out var started);
            var batchEnd = started;
            var slots = new PriorityQueue<int, double>(Enumerable.Repeat((0, started), window));
            for (var id = 0; id < plan.Batch(number).Count; id++)
            {
                slots.TryPeek(out _, out var free);
                var latency = -Math.Log(1 - random.NextDouble());
                total += latency;
                slots.DequeueEnqueue(0, free + latency);
                batchEnd = Math.Max(batchEnd, free + latency);
            }

            lanes.Enqueue(window, batchEnd);
            end = Math.Max(end, batchEnd);
        }

        return end / (total / cap);
    }
}
