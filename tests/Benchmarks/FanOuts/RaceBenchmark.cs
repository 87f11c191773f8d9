using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What a race promises; null for nothing.</summary>
/// <param name="OverForEach">The most that <c>fanout</c> may take, over <c>foreach</c>.</param>
/// <param name="OverThreads">The most that it may take, over <c>threads</c>.</param>
/// <param name="UnderDurable">The least that others that are durable take, over <c>fanout</c>.</param>
internal sealed record RaceTargets(double? OverForEach = null, double? OverThreads = null, double? UnderDurable = null)
{
    public static readonly RaceTargets None = new();
}

/// <summary>Contenders that do the same work one after the other, in turn, as often as asked.</summary>
/// <param name="latency">How long the upstream's answers take.</param>
/// <param name="ids">How many ids.</param>
/// <param name="cap">The most requests in flight.</param>
/// <param name="targets">What is promised.</param>
/// <param name="contenders">Who takes part.</param>
internal sealed class RaceBenchmark(string latency, int ids, int cap, RaceTargets targets, IReadOnlyList<Contender> contenders) : IBenchmark
{
    private const int TestIds = 20;

    public string Name => $"{ids:#,##0} ids, {(latency == "none" ? "no latency" : latency["fixed:".Length..])}, cap {cap}";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int count, int warmUp) = options.Test ? (TestIds, TestIds) : (ids, Contender.WarmUpIds);
        using SampleApiProcess api = await SampleApiProcess.StartAsync(latency, Math.Max(count, Contender.WarmUpIds));
        var runs = contenders.ToDictionary(c => c, _ => new List<ContenderRun>());
        for (int run = 0; run < options.Runs; run++)
        {
            foreach (Contender contender in contenders.Where(runs.ContainsKey))
            {
                ContenderRun result = await contender.RunAsync(new FanOutWork(api.BaseAddress, count, cap, warmUp));
                runs[contender].Add(result);
                if (result.Skipped is { } reason)
                {
                    runs.Remove(contender);
                    await Console.Error.WriteLineAsync($"{this.Name}: {contender.Name} could not run: {reason}.");
                }
            }
        }

        return [.. contenders.Where(runs.ContainsKey).SelectMany(c => this.Of(c.Name, runs[c])), .. this.Ratios(runs)];
    }

    private IEnumerable<Figure> Of(string contender, List<ContenderRun> runs)
    {
        yield return new(this.Name, contender, Figures.Median(runs.Select(r => r.Seconds)), "s");
        yield return new(this.Name, $"{contender}, processor time", Figures.Median(runs.Select(r => r.ProcessorSeconds)), "s");
        if (runs.All(r => r.PeakBytes > 0))
        {
            yield return new(this.Name, $"{contender}, peak memory", Figures.Median(runs.Select(r => r.PeakBytes / 1048576.0)), "MiB");
        }
    }

    private IEnumerable<Figure> Ratios(Dictionary<Contender, List<ContenderRun>> runs)
    {
        double? Seconds(Contender of) => runs.TryGetValue(of, out List<ContenderRun>? its) ? Figures.Median(its.Select(r => r.Seconds)) : null;

        double own = Seconds(Contender.FanOut)!.Value;
        foreach ((Contender other, double? target) in ((Contender, double?)[])
            [(Contender.ForEach, targets.OverForEach), (Contender.Threads, targets.OverThreads), (Contender.Asyncio, null)])
        {
            if (Seconds(other) is { } its)
            {
                string ratio = $"fanout / {other.Name}";
                yield return target is { } most ? Figure.AtMost(this.Name, ratio, own / its, "×", most) : new(this.Name, ratio, own / its, "×");
            }
        }

        foreach (Contender other in (Contender[])[Contender.Hangfire, Contender.OnAzurite])
        {
            if (Seconds(other) is { } its)
            {
                string ratio = $"{other.Name} / fanout";
                yield return targets.UnderDurable is { } least ? Figure.AtLeast(this.Name, ratio, its / own, "×", least) : new(this.Name, ratio, its / own, "×");
            }
        }
    }
}
