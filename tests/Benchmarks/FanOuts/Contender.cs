using CharacterFanOut.Benchmarks.Processes;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.FanOuts;

/// <summary>What a contender has to do: ids 1..N, after others that are not measured.</summary>
/// <param name="WarmUp">How many ids first, where much is compiled while it runs. Python has no such thing, and gets 50 to open its connections.</param>
/// <param name="MayFail">The upstream fails at random, which one id in ten thousand does not survive.</param>
internal sealed record FanOutWork(Uri Api, int Ids, int Cap, int WarmUp, bool MayFail = false);

/// <summary>A way to fetch ids 1..N with at most so many requests in flight.</summary>
internal sealed class Contender(string name, Func<FanOutWork, Task<ContenderRun>> run)
{
    /// <summary>After so many ids what is compiled (twice, for code that turns out to be hot) is compiled: until then one core does little else.</summary>
    public const int WarmUpIds = 6_000;

    private const int FewIds = 50;
    private const string DurableSettings = "AzureFunctionsJobHost__extensions__durableTask__";

    private static readonly Dictionary<string, string> AsInstalled = [];
    private static readonly Dictionary<string, string> WithReplay = new() { [DurableSettings + "extendedSessionsEnabled"] = "false" };

    public static readonly Contender Sequential = new("sequential", work => ForEachAsync(work with { Cap = 1, WarmUp = FewIds }));

    public static readonly Contender Threads = new("threads", work => PythonAsync("threads.py", work));

    public static readonly Contender Asyncio = new("asyncio", work => PythonAsync("asyncio_gather.py", work));

    public static readonly Contender ForEach = new("foreach", ForEachAsync);

    public static readonly Contender Hangfire = new("hangfire", HangfireAsync);

    public static readonly Contender FanOut = new("fanout", work => FanOutAsync(work, AsInstalled, countReplayed: false));

    /// <summary>The first fan-out of a host that was just started.</summary>
    public static readonly Contender First = new("fanout, first of a host", work => FanOutAsync(work with { WarmUp = 0 }, AsInstalled, countReplayed: false));

    /// <summary>Orchestrations are not cached: every turn replays its history.</summary>
    public static readonly Contender Replay = new("fanout --replay", work => FanOutAsync(work, WithReplay, countReplayed: true));

    public static readonly Contender OnAzurite = new("fanout --azurite", AzuriteAsync);

    public string Name => name;

    public async Task<ContenderRun> RunAsync(FanOutWork work)
    {
        ContenderRun result = await run(work);
        return result.Skipped is not null || result.Fetched == work.Ids || (work.MayFail && result.Fetched > 0.99 * work.Ids)
            ? result
            : throw new BenchmarkFailedException($"{name} has fetched {result.Fetched} of {work.Ids} characters.");
    }

    private static Task<ContenderRun> ForEachAsync(FanOutWork work) => ChildProcess.ResultAsync<ContenderRun>(
        FanOutChild.ForEach, work.Api.AbsoluteUri, $"{work.Ids}", $"{work.Cap}", $"{work.WarmUp}");

    private static async Task<ContenderRun> PythonAsync(string script, FanOutWork work)
    {
        using ChildProcess process = ChildProcess.StartProgram(
            Environment.GetEnvironmentVariable("PYTHON") ?? "python3",
            null,
            Path.Combine(AppContext.BaseDirectory, "contenders", script),
            work.Api.AbsoluteUri,
            $"{work.Ids}",
            $"{work.Cap}");
        return await process.ResultAsync<ContenderRun>();
    }

    private static async Task<ContenderRun> HangfireAsync(FanOutWork work)
    {
        // One job takes as long as hundreds elsewhere: what is hot gets hot sooner.
        using var folder = new WorkFolder();
        using ChildProcess process = ChildProcess.StartDotnet(
            BuiltProgram.Hangfire, folder.Path, null, work.Api.AbsoluteUri, $"{work.Ids}", $"{work.Cap}", $"{Math.Min(work.WarmUp, 5 * FewIds)}", folder.Path);
        return await process.ResultAsync<ContenderRun>();
    }

    private static async Task<ContenderRun> AzuriteAsync(FanOutWork work)
    {
        using Azurite? azurite = await Azurite.TryStartAsync();
        return azurite is null
            ? new ContenderRun { Skipped = "no Azurite listens, and npx could not start one" }
            : await FanOutAsync(work with { WarmUp = Math.Min(work.WarmUp, 2 * FewIds) }, AzureSettings(azurite), countReplayed: false);
    }

    private static Dictionary<string, string> AzureSettings(Azurite azurite) => new()
    {
        ["FunctionsHost__Storage"] = "azure",
        ["AzureWebJobsStorage"] = azurite.ConnectionString,
        [DurableSettings + "hubName"] = $"Bench{Guid.NewGuid():N}"[..20],
    };

    private static async Task<ContenderRun> FanOutAsync(FanOutWork work, IReadOnlyDictionary<string, string> settings, bool countReplayed)
    {
        using FanOutApp app = await FanOutApp.StartAsync(work.Api, settings);
        if (work.WarmUp > 0)
        {
            await app.RunAsync(work.WarmUp, work.Cap);
        }

        await SampleApiProcess.ForgetAsync(work.Api);
        ProcessTreeUsage before = app.Usage();
        var (seconds, id) = await Stopwatches.TimeAsync(() => app.RunAsync(work.Ids, work.Cap));
        ProcessTreeUsage after = app.Usage();
        return new ContenderRun
        {
            Seconds = seconds,
            ProcessorSeconds = (after.ProcessorTime - before.ProcessorTime).TotalSeconds,
            Fetched = await app.FetchedAsync(id),
            PeakBytes = after.PeakBytes,
            Replayed = countReplayed ? await app.KillAndCountReplayedAsync(id) : 0,
        };
    }
}
