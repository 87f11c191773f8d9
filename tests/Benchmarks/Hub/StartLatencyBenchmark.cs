using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>On an idle hub: from the call that starts an instance to the first line of its first activity, with two commits in between.</summary>
internal sealed class StartLatencyBenchmark : IBenchmark
{
    private const double MaxMilliseconds = 20;

    public string Name => "start to first activity";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int warmUp, int samples) = options.Test ? (1, 5) : (100, 1_000);
        using var folder = new WorkFolder();
        long reached = 0;
        await using HubHost host = await HubHost.StartAsync(HubKind.Sqlite, folder.NewDatabase(), number =>
        {
            Volatile.Write(ref reached, Stopwatch.GetTimestamp());
            return Task.FromResult(number);
        });
        var milliseconds = new List<double>();
        for (int i = 0; i < warmUp + samples; i++)
        {
            long started = Stopwatch.GetTimestamp();
            await host.RunAsync(activities: 1, size: 1);
            if (i >= warmUp)
            {
                milliseconds.Add(Stopwatch.GetElapsedTime(started, Volatile.Read(ref reached)).TotalMilliseconds);
            }
        }

        return
        [
            new(this.Name, "p50", Figures.Percentile(milliseconds, 0.5), "ms"),
            Figure.AtMost(this.Name, "p99", Figures.Percentile(milliseconds, 0.99), "ms", MaxMilliseconds),
        ];
    }
}
