using System.Diagnostics;
using System.Globalization;
using DurableTask.Sqlite.Tests.Hub;
using Microsoft.Data.Sqlite;

namespace DurableTask.Sqlite.Tests.Crash;

/// <summary>
/// Hosts on one file are killed with SIGKILL at random instants, one after the other, while work goes on. <c>CRASH_KILLS</c> says how often
/// (default 8), <c>CRASH_SEED</c> repeats a run's instants.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Kill_AtAnyInstant_EveryInstanceHasTheResultOfAnUndisturbedRun(bool keepOrchestrators)
    {
        int kills = Setting("CRASH_KILLS", 8);
        int seed = Setting("CRASH_SEED", Environment.TickCount & 0xFFFF);
        output.WriteLine($"CRASH_KILLS={kills} CRASH_SEED={seed}");
        using var folder = new TemporaryFolder();
        IReadOnlyDictionary<string, string> undisturbed = await RunAsync(folder.File("undisturbed.db"), keepOrchestrators, kills: 0, instances: kills, seed);

        IReadOnlyDictionary<string, string> disturbed = await RunAsync(folder.File("disturbed.db"), keepOrchestrators, kills, instances: kills, seed);

        Assert.Equal(undisturbed, disturbed);
        Assert.All(
            disturbed.Where(i => !i.Key.Contains(':', StringComparison.Ordinal)),
            i => Assert.StartsWith("Completed ", i.Value, StringComparison.Ordinal));
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : otherwise;

    /// <summary>Kills as many hosts as asked, lets the last one finish, and gives what all instances came to.</summary>
    private async Task<IReadOnlyDictionary<string, string>> RunAsync(string database, bool keepOrchestrators, int kills, int instances, int seed)
    {
        var random = new Random(seed);
        var script = new CrashScript();
        int early = 0, added = 0;
        for (int life = 0; life < kills; life++)
        {
            // Something new in every life, so that each kill finds work.
            script.Add(added++);
            early += await LiveAndDieAsync(database, keepOrchestrators, script, random) ? 0 : 1;
        }

        while (added < instances)
        {
            script.Add(added++);
        }

        using var last = new CrashHostProcess(database, keepOrchestrators);
        Assert.True(await last.IsReadyAsync(), "The last host did not start.");
        await script.GiveAsync(last);
        IReadOnlyDictionary<string, string> states = await FinishedAsync(last, script);
        AssertNothingTwice(await last.AskAsync(new HostCommand(HostCommandKind.Histories)));
        await last.AskAsync(new HostCommand(HostCommandKind.Stop));
        Assert.Equal(0, await last.GoneAsync());
        Assert.Equal("ok", IntegrityOf(database));
        output.WriteLine($"{states.Count} instances over {kills} kills, {early} of them before the host was ready.");
        return states;
    }

    /// <summary>One host's life: false when it was killed before it was ready.</summary>
    private static async Task<bool> LiveAndDieAsync(string database, bool keepOrchestrators, CrashScript script, Random random)
    {
        using var host = new CrashHostProcess(database, keepOrchestrators);

        // One in five dies while it starts, the others at some instant of their work.
        if (random.Next(5) == 0)
        {
            await KillAfterAsync(host, TimeSpan.FromMilliseconds(random.Next(400)));
        }

        bool ready = await host.IsReadyAsync();
        if (ready)
        {
            AssertNothingTwice(await host.AskAsync(new HostCommand(HostCommandKind.Histories)));
            await Task.WhenAll(script.GiveAsync(host), KillAfterAsync(host, TimeSpan.FromMicroseconds(random.Next(250_000))));
        }

        await host.GoneAsync();

        // A host that ends by itself would say why on its standard error.
        Assert.Equal(string.Empty, await host.Errors);
        return ready;
    }

    private static async Task KillAfterAsync(CrashHostProcess host, TimeSpan delay)
    {
        await Task.Delay(delay);
        host.Kill();
    }

    private static async Task<IReadOnlyDictionary<string, string>> FinishedAsync(CrashHostProcess host, CrashScript script)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            HostAnswer answer = await host.AskAsync(new HostCommand(HostCommandKind.States)) ?? throw new InvalidOperationException(await host.Errors);
            string[] unfinished = [.. script.Instances.Where(id => !IsOver(answer.States!.GetValueOrDefault(id)))];
            if (unfinished.Length == 0)
            {
                return answer.States!;
            }

            Assert.True(Stopwatch.GetElapsedTime(started) < Patience, $"Not finished: {string.Join(", ", unfinished)}.");
            await Task.Delay(20);
        }
    }

    private static bool IsOver(string? state) =>
        state is not null && (state.StartsWith("Completed", StringComparison.Ordinal) || state.StartsWith("Failed", StringComparison.Ordinal));

    private static void AssertNothingTwice(HostAnswer? answer)
    {
        foreach ((string instance, IReadOnlyList<string> events) in answer?.Histories ?? new Dictionary<string, IReadOnlyList<string>>())
        {
            string[] twice = [.. events.GroupBy(e => e).Where(g => g.Count() > 1).Select(g => g.Key)];
            Assert.True(twice.Length == 0, $"The history of {instance} has twice: {string.Join(", ", twice)}.");
        }
    }

    private static string IntegrityOf(string database)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
