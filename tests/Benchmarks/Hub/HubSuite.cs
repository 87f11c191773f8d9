namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>The task hub alone: a plain worker and client of the Durable Task Framework on it, in one process.</summary>
internal static class HubSuite
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ThroughputBenchmark(),
        new LinearityBenchmark(),
        new StartLatencyBenchmark(),
        new ManyInstancesBenchmark(),
        new RestartBenchmark(),
    ];
}
