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

    /// <summary>So many ids first: what is compiled (twice, for code that turns out to be hot), and the connections that are opened, once is not measured.</summary>
    public const int WarmUpIds = 1_000;

    /// <summary>So few ids first: everything has run, nearly nothing has been compiled for speed yet. A fresh host's first fan-out.</summary>
    public const int FirstIds = 50;

    public static Task<int> RunAsync(string role, IReadOnlyList<string> args) => role switch
    {
        SampleApi => SampleApiAsync(args[0], Number(args[1])),
        ForEach => ForEachAsync(new Uri(args[0]), Number(args[1]), Number(args[2]), warmUp: Number(args[3])),
        FanOut => FanOutAsync(new Uri(args[0]), Number(args[1]), Number(args[2]), sessions: args[3] == "sessions", warmUp: Number(args[4])),
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

    private static async Task<int> ForEachAsync(Uri api, int ids, int cap, int warmUp)
    {
        using var http = new HttpClient { BaseAddress = api };
        await FetchAllAsync(http, warmUp, cap);
        TimeSpan processor = ProcessorTime();
        long started = Stopwatch.GetTimestamp();
        int fetched = await FetchAllAsync(http, ids, cap);
        Write(new ContenderRun
        {
            Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds,
            ProcessorSeconds = (ProcessorTime() - processor).TotalSeconds,
            Fetched = fetched,
        });
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

    private static async Task<int> FanOutAsync(Uri api, int ids, int cap, bool sessions, int warmUp)
    {
        using var folder = new WorkFolder();
        await using FanOutAppHost app = await FanOutAppHost.StartAsync(api, folder.Path, sessions);
        await app.RunAsync(warmUp, cap);
        await ForgetAsync(api);
        EngineStatistics before = app.Engine.Statistics;
        long allocated = GC.GetTotalAllocatedBytes();
        TimeSpan processor = ProcessorTime();
        long started = Stopwatch.GetTimestamp();
        string id = await app.RunAsync(ids, cap);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        processor = ProcessorTime() - processor;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        using var process = Process.GetCurrentProcess();
        Write(new ContenderRun
        {
            Seconds = seconds,
            ProcessorSeconds = processor.TotalSeconds,
            AllocatedBytes = allocated,
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

    /// <summary>What the sample upstream counts from here on is the run's alone.</summary>
    private static async Task ForgetAsync(Uri api)
    {
        using var http = new HttpClient();
        using HttpResponseMessage answer = await http.PostAsync(new Uri(api, "/_reset"), null);
        answer.EnsureSuccessStatusCode();
    }

    private static TimeSpan ProcessorTime()
    {
        using var process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static void Write(ContenderRun run) => Console.WriteLine(JsonSerializer.Serialize(run, JsonSerializerOptions.Web));
}
