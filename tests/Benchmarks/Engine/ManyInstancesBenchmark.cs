using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;
using EmbeddedFunctions.DurableTask.Testing;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>1,000 instances started at once, a batch of 10 activities each: all complete, and none is served much later than the rest.</summary>
internal sealed class ManyInstancesBenchmark : IBenchmark
{
    private const int Activities = 10;

    public string Name => "many instances at once";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int instances = options.Test ? 20 : 1_000;
        using var folder = new WorkFolder();
        await using DurableTaskTestHost host = await FanOutWorkload.StartAsync(folder.NewDatabase(), (_, id) => Task.FromResult(id));
        List<double> medians = [], last = [], commits = [];
        for (int run = 0; run < options.Runs; run++)
        {
            long before = host.Engine.Statistics.Commits;
            long started = Stopwatch.GetTimestamp();
            double[] seconds = await Task.WhenAll(Enumerable.Range(0, instances).Select(_ => OneAsync(host, started)));
            medians.Add(Figures.Median(seconds));
            last.Add(seconds.Max());
            commits.Add((double)(host.Engine.Statistics.Commits - before) / instances);
        }

        return
        [
            new(this.Name, "instances", instances, ""),
            new(this.Name, "all complete after", Figures.Median(last), "s"),
            new(this.Name, "last / median completion", Figures.Median(last) / Figures.Median(medians), "×"),
            new(this.Name, "commits per instance", Figures.Median(commits), ""),
        ];
    }

    private static async Task<double> OneAsync(DurableTaskTestHost host, long started)
    {
        string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOutWorkload.Flat, Activities);
        FanOutWorkload.Expect(await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), Activities);
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
