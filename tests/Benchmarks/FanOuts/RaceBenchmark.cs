using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>Contenders that do the same work one after the other, in turn, as often as asked.</summary>
/// <param name="latency">How long the upstream's answers take.</param>
/// <param name="ids">How many ids.</param>
/// <param name="cap">The most requests in flight.</param>
/// <param name="mostTax">The most that <c>fanout</c> may take, over <c>foreach</c>; null where nothing was promised.</param>
/// <param name="contenders">Who takes part.</param>
internal sealed class RaceBenchmark(string latency, int ids, int cap, double? mostTax, params Contender[] contenders) : IBenchmark
{
    private const int TestIds = 60;

    public string Name => $"{ids:#,##0} ids, {(latency == "none" ? "no latency" : latency["fixed:".Length..])}, cap {cap}";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int count = options.Test ? TestIds : ids;
        using SampleApiProcess api = await SampleApiProcess.StartAsync(latency, Math.Max(count, FanOutChild.WarmUpIds));
        var seconds = contenders.ToDictionary(c => c, _ => new List<double>());
        var skipped = new Dictionary<Contender, string>();
        for (int run = 0; run < options.Runs; run++)
        {
            foreach (Contender contender in contenders.Where(c => !skipped.ContainsKey(c)))
            {
                ContenderRun result = await contender.RunAsync(api.BaseAddress, count, cap);
                if (result.Skipped is { } reason)
                {
                    skipped.Add(contender, reason);
                }
                else
                {
                    seconds[contender].Add(result.Seconds);
                }
            }
        }

        foreach ((Contender contender, string reason) in skipped)
        {
            await Console.Error.WriteLineAsync($"{this.Name}: {contender.Name} could not run: {reason}.");
            seconds.Remove(contender);
        }

        return [.. contenders.Where(seconds.ContainsKey).Select(c => new Figure(this.Name, c.Name, Figures.Median(seconds[c]), "s")), .. this.Ratios(seconds)];
    }

    private IEnumerable<Figure> Ratios(Dictionary<Contender, List<double>> seconds)
    {
        double own = Figures.Median(seconds[Contender.FanOut]);
        if (mostTax is { } tax)
        {
            yield return Figure.AtMost(this.Name, "fanout / foreach", own / Figures.Median(seconds[Contender.ForEach]), "×", tax);
        }

        foreach (Contender other in (Contender[])[Contender.Threads, Contender.Asyncio])
        {
            if (seconds.TryGetValue(other, out List<double>? its))
            {
                yield return Figure.AtMost(this.Name, $"fanout / {other.Name}", own / Figures.Median(its), "×", 1);
            }
        }
    }
}
