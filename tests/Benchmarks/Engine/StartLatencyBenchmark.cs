using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;
using EmbeddedFunctions.DurableTask.Testing;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>On an idle hub: from the call that starts an instance to the first line of its first activity, with two commits in between.</summary>
internal sealed class StartLatencyBenchmark : IBenchmark
{
    private const double MostMilliseconds = 20;

    public string Name => "start to first activity";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        int warmUp = options.Test ? 1 : 100;
        int samples = options.Test ? 5 : 1_000;
        using var folder = new WorkFolder();
        long reached = 0;
        await using DurableTaskTestHost host = await FanOutWorkload.StartAsync(folder.NewDatabase(), (_, id) =>
        {
            Volatile.Write(ref reached, Stopwatch.GetTimestamp());
            return Task.FromResult(id);
        });
        var milliseconds = new List<double>();
        for (int i = 0; i < warmUp + samples; i++)
        {
            long started = Stopwatch.GetTimestamp();
            string id = await host.Client.ScheduleNewOrchestrationInstanceAsync(FanOutWorkload.One, 1);
            FanOutWorkload.Expect(await host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), 1);
            if (i >= warmUp)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(started, Volatile.Read(ref reached)).TotalMilliseconds);
            }
        }

        return
        [
            new(this.Name, "p50", Figures.Percentile(milliseconds, 0.5), "ms"),
            Figure.AtMost(this.Name, "p99", Figures.Percentile(milliseconds, 0.99), "ms", MostMilliseconds),
        ];
    }
}
