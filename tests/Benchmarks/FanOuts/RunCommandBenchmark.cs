using System.Text.Json;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary><c>fanout run 1-99</c> from a built folder, from the start of its process to its end: host, worker, sample API, fan-out, report.</summary>
internal sealed class RunCommandBenchmark : IBenchmark
{
    private const double MaxSeconds = 2;
    private const int Ids = 99;

    public string Name => "fanout run 1-99";

    public async Task<IReadOnlyList<Figure>> RunAsync(BenchmarkOptions options)
    {
        var seconds = new List<double>();
        for (int run = 0; run < options.Runs; run++)
        {
            using var folder = new WorkFolder();
            var (took, report) = await Stopwatches.TimeAsync(async () =>
            {
                using ChildProcess command = ChildProcess.StartDotnet(BuiltProgram.FanOut, folder.Path, null, "run", $"1-{Ids}", "--json");
                return await command.ResultAsync<JsonElement>();
            });
            if (report.GetProperty("fetched").GetInt32() != Ids)
            {
                throw new BenchmarkFailedException($"Not all were fetched: {report}");
            }

            seconds.Add(took);
        }

        return [Figure.AtMost(this.Name, "in all", Figures.Median(seconds), "s", MaxSeconds)];
    }
}
