using CharacterFanOut.Benchmarks.Processes;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>A way to fetch ids 1..N with at most so many requests in flight.</summary>
internal sealed class Contender(string name, Func<Uri, int, int, ChildProcess> start)
{
    // The same for all that are compiled while they run. Python has no such thing, and gets 50 ids to open its connections.
    private static readonly string Warm = $"{FanOutChild.WarmUpIds}";

    public static readonly Contender Sequential = new("sequential", (api, ids, _) =>
        ChildProcess.Start(FanOutChild.ForEach, api.AbsoluteUri, $"{ids}", "1", $"{FanOutChild.FirstIds}"));

    public static readonly Contender Threads = new("threads", (api, ids, cap) => Python("threads.py", api, ids, cap));

    public static readonly Contender Asyncio = new("asyncio", (api, ids, cap) => Python("asyncio_gather.py", api, ids, cap));

    public static readonly Contender ForEach = new("foreach", (api, ids, cap) =>
        ChildProcess.Start(FanOutChild.ForEach, api.AbsoluteUri, $"{ids}", $"{cap}", Warm));

    public static readonly Contender FanOut = new("fanout", (api, ids, cap) =>
        ChildProcess.Start(FanOutChild.FanOut, api.AbsoluteUri, $"{ids}", $"{cap}", "sessions", Warm));

    /// <summary>The first fan-out of a host that was just started: much of it runs in code that is not compiled for speed yet.</summary>
    public static readonly Contender First = new("fanout, first of a host", (api, ids, cap) =>
        ChildProcess.Start(FanOutChild.FanOut, api.AbsoluteUri, $"{ids}", $"{cap}", "sessions", $"{FanOutChild.FirstIds}"));

    public static readonly Contender Replay = new("fanout --replay", (api, ids, cap) =>
        ChildProcess.Start(FanOutChild.FanOut, api.AbsoluteUri, $"{ids}", $"{cap}", "replay", Warm));

    public string Name => name;

    public async Task<ContenderRun> RunAsync(Uri api, int ids, int cap)
    {
        using ChildProcess process = start(api, ids, cap);
        ContenderRun run = await process.ResultAsync<ContenderRun>();
        return run.Skipped is not null || run.Fetched == ids
            ? run
            : throw new BenchmarkFailedException($"{name} has fetched {run.Fetched} of {ids} characters.");
    }

    private static ChildProcess Python(string script, Uri api, int ids, int cap) => ChildProcess.StartProgram(
        Environment.GetEnvironmentVariable("PYTHON") ?? "python3",
        Path.Combine(AppContext.BaseDirectory, "contenders", script),
        api.AbsoluteUri,
        $"{ids}",
        $"{cap}");
}
