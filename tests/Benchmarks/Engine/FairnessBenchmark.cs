using System.Collections.Concurrent;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>
/// A fan-out of 100,000 activities in one instance runs; others start beside it. Alone, an instance's first activity starts two commits
/// after it was asked for (its creation, its first turn): counted is how many more it took.
/// </summary>
internal sealed class FairnessBenchmark : IBenchmark
{
    private const int CommitsAlone = 2;

    // One may be under way already when the instance is asked for.
    private const double MostLate = 1;

    public string Name => "fairness beside a huge fan-out";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int ids = options.Test ? 20_000 : 100_000;
        int probes = options.Test ? 2 : 100;
        using var folder = new WorkFolder();
        var reached = new ConcurrentDictionary<string, long>();
        DurableTaskTestHost? host = null;
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        host = await FanOutWorkload.StartAsync(folder.NewDatabase(), (TaskActivityContext context, int id) =>
        {
            running.TrySetResult();
            reached.TryAdd(context.InstanceId, host!.Engine.Statistics.Commits);
            return Task.FromResult(id);
        });
        await using DurableTaskTestHost lifetime = host;
        string huge = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOutWorkload.Flat, ids);
        await running.Task;
        var late = new List<double>();
        for (int i = 0; i < probes; i++)
        {
            long before = host.Engine.Statistics.Commits;
            string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOutWorkload.One, 1);
            FanOutWorkload.Expect(await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), 1);
            if ((await host.Client.GetInstanceAsync(huge))!.IsRunning)
            {
                late.Add(reached[id] - before - CommitsAlone);
            }
        }

        FanOutWorkload.Expect(await host.Client.WaitForInstanceCompletionAsync(huge, getInputsAndOutputs: true), ids);
        return late.Count == 0
            ? throw new BenchmarkFailedException("The fan-out was over before another instance could be started beside it.")
            : [
                new(this.Name, "instances started beside it", late.Count, ""),
                Figure.AtMost(this.Name, "commits late, median", Figures.Median(late), "", MostLate),
                new(this.Name, "commits late, p99", Figures.Percentile(late, 0.99), ""),
            ];
    }
}
