using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>10,000 activities that return at once, in orchestrations of 100 that are all started at once, on each kind of hub in turn; each run in a process of its own.</summary>
internal sealed class ThroughputBenchmark : IBenchmark
{
    private const int Size = 100;
    private const double MinPerSecond = 8_000;
    private const double MaxCommits = 0.15;

    public string Name => "throughput";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int activities = options.Test ? 200 : 10_000;
        using var folder = new WorkFolder();
        using Azurite? azurite = await Azurite.TryStartAsync();
        if (azurite is null)
        {
            await Console.Error.WriteLineAsync($"{this.Name}: no Azurite listens, and npx could not start one: {HubKind.Azurite.Name} did not run.");
        }

        var runs = HubKind.All.Where(kind => kind != HubKind.Azurite || azurite is not null).ToDictionary(kind => kind, _ => new List<HubRun>());
        for (int i = 0; i < options.Runs; i++)
        {
            foreach ((HubKind kind, List<HubRun> its) in runs)
            {
                string place = kind == HubKind.Azurite ? azurite!.ConnectionString : folder.NewDatabase();
                int count = Math.Max(Size, (int)(activities * kind.Share));
                its.Add(await ChildProcess.ResultAsync<HubRun>(HubChild.Run, kind.Name, place, $"{count}", $"{Size}", $"{count}"));
            }
        }

        return [.. runs.SelectMany(pair => this.Of(pair.Key, pair.Value))];
    }

    private IEnumerable<Figure> Of(HubKind kind, List<HubRun> runs)
    {
        double Median(Func<HubRun, double> of) => Figures.Median(runs.Select(of));

        string activities = $"{kind.Name}, {runs[0].Activities:#,##0} activities";
        if (kind == HubKind.Sqlite)
        {
            yield return Figure.AtLeast(this.Name, activities, Median(r => r.PerSecond), "1/s", MinPerSecond);
            yield return Figure.AtMost(this.Name, $"{kind.Name}, commits per activity", Median(r => r.CommitsPerActivity), "", MaxCommits);
        }
        else
        {
            yield return new(this.Name, activities, Median(r => r.PerSecond), "1/s");
        }

        yield return new(this.Name, $"{kind.Name}, processor time per activity", Median(r => r.ProcessorSeconds * 1_000 / r.Activities), "ms");
        yield return new(this.Name, $"{kind.Name}, allocated per activity", Median(r => (double)r.AllocatedBytes / r.Activities / 1024), "KiB");
        yield return new(this.Name, $"{kind.Name}, peak memory", Median(r => r.PeakBytes / 1048576.0), "MiB");
    }
}
