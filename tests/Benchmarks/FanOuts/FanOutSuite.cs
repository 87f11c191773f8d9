namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>The function app against the usual other ways.</summary>
internal static class FanOutSuite
{
    private const string Slow = "fixed:50ms";
    private const string None = "none";

    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new RaceBenchmark(Slow, 99, 20, null, Contender.Sequential, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First, Contender.Replay),
        new RaceBenchmark(Slow, 1_000, 20, 1.05, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First, Contender.Replay),
        new RaceBenchmark(Slow, 99, 100, null, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First),
        new RaceBenchmark(Slow, 1_000, 100, null, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First),
        new RaceBenchmark(None, 1_000, 20, null, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First, Contender.Replay),
        new RaceBenchmark(None, 10_000, 20, 2.0, Contender.Threads, Contender.Asyncio, Contender.ForEach, Contender.FanOut, Contender.First, Contender.Replay),
        new UtilisationBenchmark(),
        new GrowthBenchmark(),
        new ColdStartBenchmark(),
    ];
}
