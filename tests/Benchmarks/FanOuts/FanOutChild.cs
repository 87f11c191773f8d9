using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Results;
using CharacterFanOut.Characters;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What the fan-out suite's child processes do.</summary>
internal static class FanOutChild
{
    public const string SampleApi = "sample-api";
    public const string ForEach = "foreach";

    public static Task<int> RunAsync(string role, IReadOnlyList<string> args) => role switch
    {
        SampleApi => SampleApiAsync(args[0], Number(args[1]), Number(args[2])),
        ForEach => ForEachAsync(new Uri(args[0]), Number(args[1]), Number(args[2]), warmUp: Number(args[3])),
        _ => throw new ArgumentException($"'{role}' is no role of a child process."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<int> SampleApiAsync(string latency, int characters, int failPercent)
    {
        if (!Latency.TryParse(latency, out Latency parsed, out string error))
        {
            throw new ArgumentException(error);
        }

        await using SampleApiServer server = await SampleApiServer.StartAsync(
            new SampleApiOptions { Characters = characters, Latency = parsed, Fail = failPercent / 100.0 });
        Console.WriteLine(server.BaseAddress);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<int> ForEachAsync(Uri api, int ids, int cap, int warmUp)
    {
        using var http = new HttpClient { BaseAddress = api };
        await FetchAllAsync(http, warmUp, cap);
        using var process = Process.GetCurrentProcess();
        TimeSpan processor = process.TotalProcessorTime;
        var (seconds, fetched) = await Stopwatches.TimeAsync(() => FetchAllAsync(http, ids, cap));
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(
            new ContenderRun
            {
                Seconds = seconds,
                ProcessorSeconds = (process.TotalProcessorTime - processor).TotalSeconds,
                Fetched = fetched,
                PeakBytes = process.PeakWorkingSet64,
            },
            JsonSerializerOptions.Web));
        return 0;
    }

    private static async Task<int> FetchAllAsync(HttpClient http, int ids, int cap)
    {
        var characters = new ConcurrentDictionary<int, Character>();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, ids),
            new ParallelOptions { MaxDegreeOfParallelism = cap },
            async (id, cancellation) =>
            {
                Character? character = await http.GetFromJsonAsync<Character>($"character/{id}", cancellation);
                characters[character!.Id] = character;
            });
        return characters.Count;
    }
}
