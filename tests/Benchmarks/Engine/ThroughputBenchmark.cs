using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>10,000 activities that return at once, in batches of 100, on SQLite with FULL; each run in its own process.</summary>
/// <param name="window">Activities in flight in each of the two batches that are in flight.</param>
internal sealed class ThroughputBenchmark(int window) : IBenchmark
{
    private const double LeastPerSecond = 5_000;
    private const double MostCommits = 0.2;

    public string Name => $"throughput, {2 * window} in flight";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int ids = options.Test ? 200 : 10_000;
        using var folder = new WorkFolder();
        var runs = new List<FanOutRun>();
        for (int i = 0; i < options.Runs; i++)
        {
            runs.Add(await ChildProcess.ResultAsync<FanOutRun>(
                EngineChild.FanOut, folder.NewDatabase(), $"{ids}", $"{window}", "sessions"));
        }

        double Median(Func<FanOutRun, double> of) => Figures.Median(runs.Select(of));
        return
        [
            Figure.AtLeast(this.Name, "activities", Median(r => r.PerSecond), "1/s", LeastPerSecond),
            Figure.AtMost(this.Name, "commits per activity", Median(r => r.CommitsPerActivity), "", MostCommits),
            new(this.Name, "turns per activity", Median(r => (double)r.Turns / r.Ids), ""),
            new(this.Name, "events replayed", Median(r => r.Replayed), ""),
            new(this.Name, "allocated per activity", Median(r => (double)r.AllocatedBytes / r.Ids / 1024), "KiB"),
            new(this.Name, "peak memory", Median(r => r.PeakBytes / 1048576.0), "MiB"),
        ];
    }
}
