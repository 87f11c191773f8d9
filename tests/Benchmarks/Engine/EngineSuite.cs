namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>The embedded engine alone.</summary>
internal static class EngineSuite
{
    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new ThroughputBenchmark(window: 50),
        new ThroughputBenchmark(window: 10),
        new LinearityBenchmark(),
        new StartLatencyBenchmark(),
        new ManyInstancesBenchmark(),
        new FairnessBenchmark(),
        new RecoveryBenchmark(),
        new ReplayBenchmark(),
    ];
}
