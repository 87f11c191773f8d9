using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>With sessions off every turn replays its history: with batches that must stay linear in the number of ids.</summary>
internal sealed class ReplayBenchmark : IBenchmark
{
    private const int Window = 10;
    private const double MostEvents = 11;

    public string Name => "sessions off";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large) = options.Test ? (200, 2_000) : (2_000, 20_000);
        using var folder = new WorkFolder();
        List<FanOutRun> smalls = [], larges = [];
        for (int i = 0; i < options.Runs; i++)
        {
            smalls.Add(await RunAsync(folder, small));
            larges.Add(await RunAsync(folder, large));
        }

        double events = Figures.Median(larges.Select(r => (double)r.Replayed)) / Figures.Median(smalls.Select(r => (double)r.Replayed));
        return
        [
            new(this.Name, $"{large:#,##0} activities", Figures.Median(larges.Select(r => r.PerSecond)), "1/s"),
            new(this.Name, "events replayed per activity", Figures.Median(larges.Select(r => (double)r.Replayed / r.Ids)), ""),
            Figure.AtMost(this.Name, "events replayed, ten times the ids", events, "×", MostEvents),
        ];
    }

    private static Task<FanOutRun> RunAsync(WorkFolder folder, int ids) =>
        ChildProcess.ResultAsync<FanOutRun>(EngineChild.FanOut, folder.NewDatabase(), $"{ids}", $"{Window}", "replay");
}
