using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Latencies that vary: how close the time comes to that of slots that are never idle.</summary>
internal sealed class UtilisationBenchmark : IBenchmark
{
    private const double Max = 1.15;

    // The larger the cap, the longer the latency, so that the machine is not the limit.
    private static readonly (int Cap, string Latency, int Ids)[] Cases = [(20, "exp:50ms", 2_000), (100, "exp:200ms", 4_000), (200, "exp:400ms", 8_000)];

    public string Name => "cap utilisation, exponential latencies";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        var figures = new List<Figure>();
        foreach ((int cap, string latency, int all) in Cases)
        {
            (int ids, int warmUp) = options.Test ? (20, 20) : (all, Contender.WarmUpIds);
            using SampleApiProcess api = await SampleApiProcess.StartAsync(latency, Math.Max(ids, warmUp));
            var ratios = new List<double>();
            for (int run = 0; run < options.Runs; run++)
            {
                ContenderRun result = await Contender.FanOut.RunAsync(new FanOutWork(api.BaseAddress, ids, cap, warmUp));
                TimeSpan total = await api.TotalLatencyAsync();
                ratios.Add(result.Seconds / (total.TotalSeconds / cap));
            }

            figures.Add(Figure.AtMost(this.Name, $"time / (total latency / cap), cap {cap}", Figures.Median(ratios), "×", Max));
        }

        return figures;
    }
}
