using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>1,000 instances of 10 activities started at once: all complete, and none is served much later than the rest.</summary>
internal sealed class ManyInstancesBenchmark : IBenchmark
{
    private const int Activities = 10;

    public string Name => "many instances at once";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int instances = options.Test ? 20 : 1_000;
        using var folder = new WorkFolder();
        await using HubHost host = await HubHost.StartAsync(HubKind.Sqlite, folder.NewDatabase(), Task.FromResult);
        List<double> medians = [], last = [], commits = [];
        for (int run = 0; run < options.Runs; run++)
        {
            long before = host.Commits;
            long started = Stopwatch.GetTimestamp();
            double[] seconds = await Task.WhenAll(Enumerable.Range(0, instances).Select(async i =>
            {
                await host.WaitAsync(await host.StartAsync(i, Activities), Activities);
                return Stopwatch.GetElapsedTime(started).TotalSeconds;
            }));
            medians.Add(Figures.Median(seconds));
            last.Add(seconds.Max());
            commits.Add((double)(host.Commits - before) / instances);
        }

        return
        [
            new(this.Name, "instances", instances, ""),
            new(this.Name, "all complete after", Figures.Median(last), "s"),
            new(this.Name, "last / median completion", Figures.Median(last) / Figures.Median(medians), "×"),
            new(this.Name, "commits per instance", Figures.Median(commits), ""),
        ];
    }
}
