using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmbeddedFunctions.DurableTask;
using EmbeddedFunctions.DurableTask.Testing;
using Microsoft.DurableTask;

namespace CharacterFanOut.Benchmarks.Engine;

/// <summary>What the engine suite's child processes do.</summary>
internal static class EngineChild
{
    public const string FanOut = "engine-fanout";
    public const string Interrupted = "engine-interrupted";
    public const string Resume = "engine-resume";

    /// <summary>How long an activity takes in the recovery benchmark, so that the kill finds some running.</summary>
    private static readonly TimeSpan RecoveryWork = TimeSpan.FromMilliseconds(20);

    public static Task<int> RunAsync(string role, IReadOnlyList<string> args) => role switch
    {
        FanOut => FanOutAsync(args[0], Number(args[1]), Number(args[2]), sessions: args[3] == "sessions"),
        Interrupted => InterruptedAsync(args[0], Number(args[1])),
        Resume => ResumeAsync(args[0]),
        _ => throw new ArgumentException($"'{role}' is no role of a child process."),
    };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static async Task<int> FanOutAsync(string database, int ids, int window, bool sessions)
    {
        await using DurableTaskTestHost host = await FanOutWorkload.StartAsync(database, (_, id) => Task.FromResult(id), sessions);

        // What is compiled once is not what is measured.
        await FanOutWorkload.RunAsync(host.Client, Math.Min(ids, 1_000), window);
        EngineStatistics before = host.Engine.Statistics;
        long allocated = GC.GetTotalAllocatedBytes(precise: true);
        long started = Stopwatch.GetTimestamp();
        await FanOutWorkload.RunAsync(host.Client, ids, window);
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
        EngineStatistics after = host.Engine.Statistics;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new FanOutRun(
            ids,
            took.TotalSeconds,
            after.Turns - before.Turns,
            after.Commits - before.Commits,
            after.ReplayedEvents - before.ReplayedEvents,
            allocated,
            process.PeakWorkingSet64)));
        return 0;
    }

    /// <summary>Runs a fan-out and writes a line for each activity that ends, until it is killed.</summary>
    private static async Task<int> InterruptedAsync(string database, int ids)
    {
        await using DurableTaskTestHost host = await StartRecoveryAsync(database);
        await host.Client.ScheduleNewOrchestrationInstanceAsync(
            FanOutWorkload.FanOut, new FanOutShape(1, ids, Window: 10), new StartOrchestrationOptions(RecoveryBenchmark.InstanceId));
        await host.Client.WaitForInstanceCompletionAsync(RecoveryBenchmark.InstanceId);
        Console.WriteLine("end");
        return 0;
    }

    private static async Task<int> ResumeAsync(string database)
    {
        await using DurableTaskTestHost host = await StartRecoveryAsync(database);
        FanOutWorkload.Expect(
            await host.Client.WaitForInstanceCompletionAsync(RecoveryBenchmark.InstanceId, getInputsAndOutputs: true),
            RecoveryBenchmark.Ids);
        return 0;
    }

    private static Task<DurableTaskTestHost> StartRecoveryAsync(string database) => FanOutWorkload.StartAsync(
        database,
        async (_, id) =>
        {
            await Task.Delay(RecoveryWork);
            Console.WriteLine(id);
            return id;
        });
}
