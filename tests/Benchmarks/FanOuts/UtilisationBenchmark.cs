using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Latencies that vary: how close the time comes to that of slots that are never idle.</summary>
internal sealed class UtilisationBenchmark : IBenchmark
{
    private const int Cap = 20;
    private const double Most = 1.10;

    public string Name => "cap utilisation, exponential latencies";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int ids = options.Test ? 60 : 2_000;
        using SampleApiProcess api = await SampleApiProcess.StartAsync("exp:50ms", Math.Max(ids, FanOutChild.WarmUpIds));
        var ratios = new List<double>();
        for (int run = 0; run < options.Runs; run++)
        {
            ContenderRun result = await Contender.FanOut.RunAsync(api.BaseAddress, ids, Cap);
            TimeSpan total = await api.TotalLatencyAsync();
            ratios.Add(result.Seconds / (total.TotalSeconds / Cap));
        }

        return [Figure.AtMost(this.Name, "time / (total latency / cap)", Figures.Median(ratios), "×", Most)];
    }
}
