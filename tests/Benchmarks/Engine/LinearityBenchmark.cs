using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>Ten times the ids must cost ten times the time and no more memory: 10,000 and 100,000 in turn, each in its own process.</summary>
internal sealed class LinearityBenchmark : IBenchmark
{
    private const int Window = 50;
    private const double MostTime = 11;
    private const double MostMemory = 1.5;

    public string Name => "linearity";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large) = options.Test ? (200, 2_000) : (10_000, 100_000);
        using var folder = new WorkFolder();
        List<FanOutRun> smalls = [], larges = [];
        for (int i = 0; i < options.Runs; i++)
        {
            smalls.Add(await RunAsync(folder, small));
            larges.Add(await RunAsync(folder, large));
        }

        double time = Figures.Median(larges.Select(r => r.Seconds)) / Figures.Median(smalls.Select(r => r.Seconds));
        double memory = Figures.Median(larges.Select(r => (double)r.PeakBytes)) / Figures.Median(smalls.Select(r => (double)r.PeakBytes));
        return
        [
            new(this.Name, $"{large:#,##0} activities", Figures.Median(larges.Select(r => r.Seconds)), "s"),
            new(this.Name, $"{large:#,##0} activities", Figures.Median(larges.Select(r => r.PerSecond)), "1/s"),
            Figure.AtMost(this.Name, "time, ten times the ids", time, "×", MostTime),
            new(this.Name, "peak memory", Figures.Median(larges.Select(r => r.PeakBytes / 1048576.0)), "MiB"),
            Figure.AtMost(this.Name, "peak memory, ten times the ids", memory, "×", MostMemory),
        ];
    }

    private static Task<FanOutRun> RunAsync(WorkFolder folder, int ids) =>
        ChildProcess.ResultAsync<FanOutRun>(EngineChild.FanOut, folder.NewDatabase(), $"{ids}", $"{Window}", "sessions");
}
