using System.Diagnostics;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>A process is killed in the middle of a fan-out of 1,000; counted is the time from the start of the next to its first activity's end.</summary>
internal sealed class RecoveryBenchmark : IBenchmark
{
    public const string InstanceId = "recovery";
    public const int Ids = 1_000;
    private const int KilledAfter = 500;
    private const double MostSeconds = 1;

    public string Name => "recovery after a kill";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        using var folder = new WorkFolder();
        List<double> seconds = [], repeated = [];
        for (int run = 0; run < options.Runs; run++)
        {
            string database = folder.NewDatabase();
            var seen = new HashSet<string>();
            using (ChildProcess victim = ChildProcess.Start(EngineChild.Interrupted, database, $"{Ids}"))
            {
                while (seen.Count < KilledAfter)
                {
                    seen.Add(await victim.ReadLineAsync());
                }

                victim.Kill();
                seen.UnionWith((await victim.FinishAsync()).Lines);
            }

            long started = Stopwatch.GetTimestamp();
            using ChildProcess next = ChildProcess.Start(EngineChild.Resume, database);
            string first = await next.ReadLineAsync();
            seconds.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
            (int exitCode, string[] lines) = await next.FinishAsync();
            int again = lines.Append(first).Count(seen.Contains);
            seen.UnionWith(lines.Append(first));
            if (exitCode != 0 || seen.Count != Ids)
            {
                throw new BenchmarkFailedException($"After the restart {seen.Count} of {Ids} activities have run; the process ended with {exitCode}.");
            }

            repeated.Add(again);
        }

        return
        [
            Figure.AtMost(this.Name, "process start to progress", Figures.Median(seconds), "s", MostSeconds),
            new(this.Name, "activities that ran twice", Figures.Median(repeated), ""),
        ];
    }
}
