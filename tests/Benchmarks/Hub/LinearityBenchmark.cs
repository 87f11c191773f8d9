using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>Ten times the activities must cost ten times the time and no more memory: 10,000 and 100,000 in turn, each in its own process, as much in flight in one as in the other.</summary>
internal sealed class LinearityBenchmark : IBenchmark
{
    private const int Size = 100;
    private const double MaxTime = 11;
    private const double MaxMemory = 1.5;

    public string Name => "linearity";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large) = options.Test ? (200, 2_000) : (10_000, 100_000);
        using var folder = new WorkFolder();
        List<HubRun> smalls = [], larges = [];
        for (int i = 0; i < options.Runs; i++)
        {
            smalls.Add(await RunAsync(folder, small, warmUp: small));
            larges.Add(await RunAsync(folder, large, warmUp: small));
        }

        double time = Figures.Median(larges.Select(r => r.Seconds)) / Figures.Median(smalls.Select(r => r.Seconds));
        double memory = Figures.Median(larges.Select(r => (double)r.PeakBytes)) / Figures.Median(smalls.Select(r => (double)r.PeakBytes));
        return
        [
            new(this.Name, $"{large:#,##0} activities", Figures.Median(larges.Select(r => r.Seconds)), "s"),
            new(this.Name, $"{large:#,##0} activities", Figures.Median(larges.Select(r => r.PerSecond)), "1/s"),
            Figure.AtMost(this.Name, "time, ten times the activities", time, "×", MaxTime),
            new(this.Name, "peak memory", Figures.Median(larges.Select(r => r.PeakBytes / 1048576.0)), "MiB"),
            Figure.AtMost(this.Name, "peak memory, ten times the activities", memory, "×", MaxMemory),
        ];
    }

    private static Task<HubRun> RunAsync(WorkFolder folder, int activities, int warmUp) =>
        ChildProcess.ResultAsync<HubRun>(HubChild.Run, HubKind.Sqlite.Name, folder.NewDatabase(), $"{activities}", $"{Size}", $"{warmUp}");
}
