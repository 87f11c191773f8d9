using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CharacterFanOut.Benchmarks.Results;

namespace CharacterFanOut.Benchmarks.Hub;

/// <summary>What one run in a process of its own came to.</summary>
internal sealed record HubRun(int Activities, double Seconds, double ProcessorSeconds, long Commits, long AllocatedBytes, long PeakBytes)
{
    public double PerSecond => this.Activities / this.Seconds;

    public double CommitsPerActivity => (double)this.Commits / this.Activities;
}

/// <summary>What the hub suite's child processes do.</summary>
internal static class HubChild
{
    public const string Run = "hub-run";
    public const string Interrupted = "hub-interrupted";
    public const string Resume = "hub-resume";

    /// <summary>What the child that is to be killed writes once every instance is stored.</summary>
    public const string AllStarted = "all started";

    /// <summary>How long an activity takes in the restart benchmark, so that the kill finds some running.</summary>
    private static readonly TimeSpan RestartWork = TimeSpan.FromMilliseconds(20);

    public static Task<int> RunAsync(string role, IReadOnlyList<string> args) => role switch
    {
        Run => MeasureAsync(HubKind.All.Single(kind => kind.Name == args[0]), args[1], Number(args[2]), Number(args[3]), warmUp: Number(args[4])),
        Interrupted => StartAllAsync(args[0], Number(args[1])),
        Resume => FinishAllAsync(args[0], Number(args[1])),
        _ => throw new ArgumentException($"'{role}' is no role of a child process."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<int> MeasureAsync(HubKind kind, string place, int activities, int size, int warmUp)
    {
        await using HubHost host = await HubHost.StartAsync(kind, place, Task.FromResult);

        // What is compiled once is not what is measured.
        await host.RunAsync(warmUp, size);
        using var process = Process.GetCurrentProcess();
        (long commits, long allocated, TimeSpan processor) = (host.Commits, GC.GetTotalAllocatedBytes(precise: true), process.TotalProcessorTime);
        var (seconds, _) = await Stopwatches.TimeAsync(async () =>
        {
            await host.RunAsync(activities, size);
            return true;
        });
        process.Refresh();
        Console.WriteLine(JsonSerializer.Serialize(
            new HubRun(
                activities,
                seconds,
                (process.TotalProcessorTime - processor).TotalSeconds,
                host.Commits - commits,
                GC.GetTotalAllocatedBytes(precise: true) - allocated,
                process.PeakWorkingSet64),
            JsonSerializerOptions.Web));
        return 0;
    }

    /// <summary>Starts instances of one activity each, which write a line as they end, until it is killed.</summary>
    private static async Task<int> StartAllAsync(string place, int instances)
    {
        await using HubHost host = await HubHost.StartAsync(HubKind.Sqlite, place, WriteAsync);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(i => host.StartAsync(i, 1, Id(i))));
        Console.WriteLine(AllStarted);
        await Task.Delay(Timeout.Infinite);
        return 0;
    }

    private static async Task<int> FinishAllAsync(string place, int instances)
    {
        await using HubHost host = await HubHost.StartAsync(HubKind.Sqlite, place, WriteAsync);
        await Task.WhenAll(Enumerable.Range(0, instances).Select(i => host.WaitAsync(Id(i), 1)));
        return 0;
    }

    private static string Id(int number) => $"instance-{number}";

    private static async Task<int> WriteAsync(int number)
    {
        await Task.Delay(RestartWork);
        Console.WriteLine(number);
        return number;
    }
}
