using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Ten times the ids: ten times the time and hardly more memory.</summary>
internal sealed class GrowthBenchmark : IBenchmark
{
    private const int Cap = 20;
    private const double MaxGrowth = 11;
    private const double MaxMemory = 1.5;

    public string Name => "growth, no latency, cap 20";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large, int warmUp) = options.Test ? (60, 600, 20) : (10_000, 100_000, Contender.WarmUpIds);
        using SampleApiProcess api = await SampleApiProcess.StartAsync("none", large);
        List<ContenderRun> smalls = [], larges = [];
        for (int run = 0; run < options.Runs; run++)
        {
            smalls.Add(await Contender.FanOut.RunAsync(new FanOutWork(api.BaseAddress, small, Cap, warmUp)));
            larges.Add(await Contender.FanOut.RunAsync(new FanOutWork(api.BaseAddress, large, Cap, warmUp)));
        }

        static double Median(List<ContenderRun> runs, Func<ContenderRun, double> of) => Figures.Median(runs.Select(of));
        return
        [
            new(this.Name, $"fanout, {large:#,##0} ids", Median(larges, r => r.Seconds), "s"),
            Figure.AtMost(this.Name, $"time, {large:#,##0} / {small:#,##0}", Median(larges, r => r.Seconds) / Median(smalls, r => r.Seconds), "×", MaxGrowth),
            new(this.Name, $"peak memory, {large:#,##0} ids", Median(larges, r => r.PeakBytes / 1048576.0), "MiB"),
            Figure.AtMost(this.Name, "peak memory, ten times the ids", Median(larges, r => r.PeakBytes) / Median(smalls, r => r.PeakBytes), "×", MaxMemory),
        ];
    }
}

/// <summary>The same where orchestrations are not cached and every turn replays its history: ten times the events replayed.</summary>
internal sealed class ReplayGrowthBenchmark : IBenchmark
{
    private const int Cap = 20;
    private const double MaxGrowth = 11;

    public string Name => "growth with replay, no latency, cap 20";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int small, int large, int warmUp) = options.Test ? (60, 600, 20) : (2_000, 20_000, Contender.WarmUpIds);
        using SampleApiProcess api = await SampleApiProcess.StartAsync("none", large);
        List<double> smalls = [], larges = [], seconds = [];
        for (int run = 0; run < options.Runs; run++)
        {
            smalls.Add((await Contender.Replay.RunAsync(new FanOutWork(api.BaseAddress, small, Cap, warmUp))).Replayed);
            ContenderRun ofLarge = await Contender.Replay.RunAsync(new FanOutWork(api.BaseAddress, large, Cap, warmUp));
            larges.Add(ofLarge.Replayed);
            seconds.Add(ofLarge.Seconds);
        }

        return
        [
            new(this.Name, $"fanout --replay, {large:#,##0} ids", Figures.Median(seconds), "s"),
            new(this.Name, "events replayed per id", Figures.Median(larges) / large, ""),
            Figure.AtMost(this.Name, $"events replayed, {large:#,##0} / {small:#,##0}", Figures.Median(larges) / Figures.Median(smalls), "×", MaxGrowth),
        ];
    }
}
