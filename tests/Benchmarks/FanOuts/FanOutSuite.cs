namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>The function app against the usual other ways.</summary>
internal static class FanOutSuite
{
    private const string Slow = "fixed:50ms";
    private const string None = "none";

    private static readonly Contender[] Plain = [Contender.Threads, Contender.Asyncio, Contender.ForEach];

    public static IReadOnlyList<IBenchmark> All { get; } =
    [
        new RaceBenchmark(
            Slow, 99, 20, RaceTargets.None,
            [Contender.Sequential, .. Plain, Contender.Hangfire, Contender.FanOut, Contender.First, Contender.Replay, Contender.OnAzurite]),
        new RaceBenchmark(
            Slow, 1_000, 20, new RaceTargets(OverForEach: 1.10, UnderDurable: 5),
            [.. Plain, Contender.Hangfire, Contender.FanOut, Contender.First, Contender.Replay, Contender.OnAzurite]),
        new RaceBenchmark(Slow, 99, 100, RaceTargets.None, [.. Plain, Contender.FanOut, Contender.First]),
        new RaceBenchmark(Slow, 1_000, 100, new RaceTargets(OverForEach: 1.4), [.. Plain, Contender.FanOut, Contender.First]),
        new RaceBenchmark(None, 1_000, 20, RaceTargets.None, [.. Plain, Contender.FanOut, Contender.First, Contender.Replay]),
        new RaceBenchmark(None, 10_000, 20, new RaceTargets(OverThreads: 2.0), [.. Plain, Contender.FanOut, Contender.First, Contender.Replay]),
        new UtilisationBenchmark(),
        new GrowthBenchmark(),
        new ReplayGrowthBenchmark(),
        new ColdStartBenchmark(),
        new RunCommandBenchmark(),
        new FirstFetchBenchmark(),
    ];
}
