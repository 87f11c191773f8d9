using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>A process is killed with 1,000 instances under way; measured is the time from the start of the next process to the end of its first activity.</summary>
internal sealed class RestartBenchmark : IBenchmark
{
    private const double MaxSeconds = 1;

    public string Name => "restart after a kill";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        (int instances, int killedAfter) = options.Test ? (200, 50) : (1_000, 300);
        using var folder = new WorkFolder();
        List<double> seconds = [], all = [], repeated = [];
        for (int run = 0; run < options.Runs; run++)
        {
            string database = folder.NewDatabase();
            HashSet<string> seen = await RunAndKillAsync(database, instances, killedAfter);
            long started = Stopwatch.GetTimestamp();
            using ChildProcess next = ChildProcess.Start(HubChild.Resume, database, $"{instances}");
            string first = await next.ReadLineAsync();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            (int exitCode, string[] lines) = await next.FinishAsync();
            all.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            repeated.Add(lines.Append(first).Count(seen.Contains));
            seen.UnionWith(lines.Append(first));
            if (exitCode != 0 || seen.Count != instances)
            {
                throw new BenchmarkFailedException($"After the restart {seen.Count} of {instances} activities have run; the process ended with {exitCode}.");
            }
        }

        return
        [
            Figure.AtMost(this.Name, "process start to progress", Figures.Median(seconds), "s", MaxSeconds),
            new(this.Name, "process start to the end of all", Figures.Median(all), "s"),
            new(this.Name, "activities that ran twice", Figures.Median(repeated), ""),
        ];
    }

    private static async Task<HashSet<string>> RunAndKillAsync(string database, int instances, int killedAfter)
    {
        using ChildProcess victim = ChildProcess.Start(HubChild.Interrupted, database, $"{instances}");
        var seen = new HashSet<string>();
        while (seen.Count < killedAfter || !seen.Contains(HubChild.AllStarted))
        {
            seen.Add(await victim.ReadLineAsync());
        }

        victim.Kill();
        seen.UnionWith((await victim.FinishAsync()).Lines);
        seen.Remove(HubChild.AllStarted);
        return seen;
    }
}
