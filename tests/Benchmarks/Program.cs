using System.Text.Json;
using CharacterFanOut.Benchmarks;
using CharacterFanOut.Benchmarks.FanOuts;
using CharacterFanOut.Benchmarks.Hub;
using CharacterFanOut.Benchmarks.Results;

if (args is ["child", var role, .. var rest])
{
    return role.StartsWith("hub-", StringComparison.Ordinal) ? await HubChild.RunAsync(role, rest) : await FanOutChild.RunAsync(role, rest);
}

if (BenchmarkOptions.Read(args, out string? error) is not { } options)
{
    await Console.Error.WriteLineAsync($"{error}{Environment.NewLine}{BenchmarkOptions.Usage}");
    return 2;
}

IReadOnlyList<IBenchmark> suite = options.Suite == "hub" ? HubSuite.All : FanOutSuite.All;
var figures = new List<Figure>();
int failed = 0;
foreach (IBenchmark benchmark in suite.Where(b => options.Only is null || b.Name.Contains(options.Only, StringComparison.OrdinalIgnoreCase)))
{
    await Console.Error.WriteLineAsync($"{benchmark.Name} …");
    try
    {
        IReadOnlyList<Figure> measured = await benchmark.RunAsync(options);

        // Tiny sizes show that a benchmark works; what they take says nothing about targets.
        figures.AddRange(options.Test ? measured.Select(f => f with { Target = null, Met = null }) : measured);
    }
    catch (Exception e) when (e is BenchmarkFailedException or IOException or HttpRequestException or JsonException)
    {
        failed++;
        await Console.Error.WriteLineAsync($"{benchmark.Name} FAILED: {e.Message}");
    }
}

Console.WriteLine(options.Json ? Figures.ToJson(options.Suite, figures) : Figures.ToTable(figures));
return failed == 0 ? 0 : 1;
