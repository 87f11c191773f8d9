using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Latencies that vary: how close the time comes to that of slots that are never idle.</summary>
internal sealed class UtilisationBenchmark : IBenchmark
{
    private const double Max = 1.15;
    private const double MaxWithFailures = 1.3;
    private const int FailPercent = 10;

    // The larger the cap, the longer the latency, so that the machine is not the limit; 200 ids a slot and more, so that the slowest of the last
    // ones is not either: with 40 a slot, a scheduler that takes no time comes to 1.12.
    private static readonly (int Cap, int Latency, int Ids)[] Cases = [(20, 50, 5_000), (100, 200, 20_000), (200, 400, 40_000)];

    public string Name => "cap utilisation, exponential latencies";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        var figures = new List<Figure>();
        foreach ((int cap, int latency, int ids) in Cases)
        {
            int count = options.Test ? 20 : ids;
            string name = $"time / (total latency / cap), cap {cap}, mean {latency} ms, {count} ids";
            figures.Add(Figure.AtMost(this.Name, name, await RatioAsync(options, cap, latency, count, 0), "×", Max));
            figures.Add(Figure.AtMost(this.Name, $"{name}, {FailPercent} % fail", await RatioAsync(options, cap, latency, count, FailPercent), "×", MaxWithFailures));
            figures.Add(new Figure(this.Name, $"{name}, a scheduler that takes no time", Ideal(cap, latency, count), "×"));
        }

        return figures;
    }

    private static async Task<double> RatioAsync(BenchmarkOptions options, int cap, int latency, int ids, int failPercent)
    {
        int warmUp = options.Test ? ids : Contender.WarmUpIds;
        using SampleApiProcess api = await SampleApiProcess.StartAsync($"exp:{latency}ms", Math.Max(ids, warmUp), failPercent);
        var ratios = new List<double>();
        for (int run = 0; run < options.Runs; run++)
        {
            ContenderRun result = await Contender.FanOut.RunAsync(new FanOutWork(api.BaseAddress, ids, cap, warmUp, MayFail: failPercent > 0));
            TimeSpan total = await api.TotalLatencyAsync();
            ratios.Add(result.Seconds / (total.TotalSeconds / cap));
        }

        return Figures.Median(ratios);
    }

    /// <summary>The same for slots that take the next id the moment they are free: it is the last ids that leave some of them idle.</summary>
    private static double Ideal(int cap, int latency, int ids) => Figures.Median(Enumerable.Range(1, 101).Select(seed =>
    {
        var random = new Random(seed);
        var free = new PriorityQueue<int, double>(Enumerable.Range(0, cap).Select(static slot => (slot, 0.0)));
        double total = 0;
        double end = 0;
        for (int id = 0; id < ids; id++)
        {
            free.TryDequeue(out int slot, out double start);
            double took = -latency * Math.Log(1 - random.NextDouble());
            total += took;
            end = Math.Max(end, start + took);
            free.Enqueue(slot, start + took);
        }

        return end / (total / cap);
    }));
}
