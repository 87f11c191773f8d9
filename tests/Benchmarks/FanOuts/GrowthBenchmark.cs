using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Ten times the ids: ten times the time and hardly more memory; with sessions off, ten times the events replayed.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    private const int Cap = 20;
    private const double MostGrowth = 11;
    private const double MostMemory = 1.5;

    public string Name => "growth, no latency, cap 20";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large) = options.Test ? (60, 600) : (10_000, 100_000);
        (int few, int many) = options.Test ? (60, 600) : (2_000, 20_000);
        using SampleApiProcess api = await SampleApiProcess.StartAsync("none", Math.Max(large, FanOutChild.WarmUpIds));
        List<ContenderRun> smalls = [], larges = [], fews = [], manys = [];
        for (int run = 0; run < options.Runs; run++)
        {
            smalls.Add(await Contender.FanOut.RunAsync(api.BaseAddress, small, Cap));
            larges.Add(await Contender.FanOut.RunAsync(api.BaseAddress, large, Cap));
            fews.Add(await Contender.Replay.RunAsync(api.BaseAddress, few, Cap));
            manys.Add(await Contender.Replay.RunAsync(api.BaseAddress, many, Cap));
        }

        static double Median(List<ContenderRun> runs, Func<ContenderRun, double> of) => Figures.Median(runs.Select(of));
        return
        [
            new(this.Name, $"fanout, {large:#,##0} ids", Median(larges, r => r.Seconds), "s"),
            Figure.AtMost(this.Name, $"time, {large:#,##0} / {small:#,##0}", Median(larges, r => r.Seconds) / Median(smalls, r => r.Seconds), "×", MostGrowth),
            new(this.Name, $"peak memory, {large:#,##0} ids", Median(larges, r => r.PeakBytes / 1048576.0), "MiB"),
            Figure.AtMost(this.Name, "peak memory, ten times the ids", Median(larges, r => r.PeakBytes) / Median(smalls, r => r.PeakBytes), "×", MostMemory),
            Figure.AtMost(this.Name, $"events replayed, {many:#,##0} / {few:#,##0}", Median(manys, r => r.Replayed) / Median(fews, r => r.Replayed), "×", MostGrowth),
        ];
    }
}
