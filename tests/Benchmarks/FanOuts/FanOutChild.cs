using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Characters;
using CharacterFanOut.SampleApi;
using CharacterFanOut.SampleApi.Faults;
using EmbeddedFunctions.DurableTask;
using Microsoft.DurableTask.Client;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What the fan-out suite's child processes do.</summary>
internal static class FanOutChild
{
    public const string SampleApi = "sample-api";
    public const string ForEach = "foreach";
    public const string FanOut = "fanout";
    public const string Host = "host";

    // What is compiled, and the connections that are opened, once is not what is measured.
    public const int WarmUpIds = 50;

    public static Task<int> RunAsync(string role, IReadOnlyList<string> args) => role switch
    {
        SampleApi => SampleApiAsync(args[0], Number(args[1])),
        ForEach => ForEachAsync(new Uri(args[0]), Number(args[1]), Number(args[2])),
        FanOut => FanOutAsync(new Uri(args[0]), Number(args[1]), Number(args[2]), sessions: args[3] == "sessions"),
        Host => HostAsync(new Uri(args[0]), args[1], Number(args[2])),
        _ => throw new ArgumentException($"'{role}' is no role of a child process."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<int> SampleApiAsync(string latency, int characters)
    {
        if (!Latency.TryParse(latency, out Latency parsed, out string error))
        {
            throw new ArgumentException(error);
        }

        await using SampleApiServer server = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = characters, Latency = parsed });
        Console.WriteLine(server.BaseAddress);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static async Task<int> ForEachAsync(Uri api, int ids, int cap)
    {
        using var http = new HttpClient { BaseAddress = api };
        await FetchAllAsync(http, WarmUpIds, cap);
        long started = Stopwatch.GetTimestamp();
        int fetched = await FetchAllAsync(http, ids, cap);
        Write(new ContenderRun { Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds, Fetched = fetched });
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

    private static async Task<int> FanOutAsync(Uri api, int ids, int cap, bool sessions)
    {
        using var folder = new WorkFolder();
        await using FanOutAppHost app = await FanOutAppHost.StartAsync(api, folder.Path, sessions);
        await app.RunAsync(WarmUpIds, cap);
        EngineStatistics before = app.Engine.Statistics;
        long started = Stopwatch.GetTimestamp();
        string id = await app.RunAsync(ids, cap);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Write(new ContenderRun
        {
            Seconds = seconds,
            Fetched = await app.FetchedAsync(id),
            Replayed = app.Engine.Statistics.ReplayedEvents - before.ReplayedEvents,
            PeakBytes = process.PeakWorkingSet64,
        });
        return 0;
    }

    /// <summary>A host that does nothing but serve, until its input ends.</summary>
    private static async Task<int> HostAsync(Uri api, string folder, int port)
    {
        await using FanOutAppHost app = await FanOutAppHost.StartAsync(api, folder, sessions: true, port);
        await Console.In.ReadToEndAsync();
        return 0;
    }

    private static void Write(ContenderRun run) => Console.WriteLine(JsonSerializer.Serialize(run, JsonSerializerOptions.Web));
}
