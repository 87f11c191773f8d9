using System.Diagnostics;
using System.Globalization;
using CharacterFanOut.EndToEnd.Hosts;

namespace CharacterFanOut.EndToEnd.Processes;

/// <summary>Processes that end in the middle of a fan-out.</summary>
public sealed class KillTests
{
    // Where each activity is a message through storage, a thousand would take a minute.
    private const int IdsOnAzurite = 200;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task FanOut_WorkerKilledInTheMiddle_IsCompletedByTheNextOne()
    {
        await using var system = new KilledSystem();
        var host = await system.StartHostAsync(HostStorage.Sqlite);
        await using var client = new KeylessClient(host);
        var id = await system.StartFanOutAsync(client);
        var first = host.Workers;
        Assert.NotEmpty(first);

        foreach (var worker in first)
        {
            using var process = Process.GetProcessById(worker);
            process.Kill();
        }

        await system.AssertCompleteAsync(client, id);
        Assert.NotEmpty(host.Workers);
        Assert.Empty(host.Workers.Intersect(first));
    }

    [Fact]
    public async Task FanOut_HostAloneKilledInTheMiddle_WorkerEndsAndTheNextHostCompletesIt()
    {
        await using var system = new KilledSystem();
        var host = await system.StartHostAsync(HostStorage.Sqlite);
        await using var client = new KeylessClient(host);
        var id = await system.StartFanOutAsync(client);
        var workers = host.Workers;
        Assert.NotEmpty(workers);

        await host.KillHostAloneAsync();
        await ProcessTree.UntilGoneAsync(workers, Limit);
        await host.StartAgainAsync();

        await system.AssertCompleteAsync(client, id);
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Serve_ToldToStopInTheMiddle_LeavesNoProcessAndTheNextHostCompletesTheFanOut(string signal)
    {
        await using var system = new KilledSystem();
        var host = await system.StartHostAsync(HostStorage.Sqlite);
        await using var client = new KeylessClient(host);
        var id = await system.StartFanOutAsync(client);
        var workers = host.Workers;
        Assert.NotEmpty(workers);

        Assert.Equal(0, await host.StopAsync(signal));

        Assert.All(workers, static worker => Assert.False(ProcessTree.IsAlive(worker), string.Create(CultureInfo.InvariantCulture, $"{worker} still runs.")));
        await host.StartAgainAsync();
        await system.AssertCompleteAsync(client, id);
    }

    [Fact]
    public async Task FanOut_OnATaskHubOfTwoHosts_IsSharedAndOneKilledLosesNothing()
    {
        await using var system = new KilledSystem(300);
        using var reports = new TempFolder();
        var (first, second) = await StartTwoHostsAsync(system, reports);
        await using var client = new KeylessClient(first);
        await using var survivor = new KeylessClient(second);
        var id = await system.StartFanOutAsync(client);

        await system.UntilEachHostHasAskedAsync();
        await system.AssertNotOverAsync(client, id);
        await first.KillAsync();

        await system.AssertCompleteAsync(survivor, id);
    }

    [Fact]
    public async Task FanOut_OnATaskHubOfTwoHosts_EachStartedAgainInTurn_LosesNothing()
    {
        await using var system = new KilledSystem(IdsOnAzurite);
        using var reports = new TempFolder();
        var (first, second) = await StartTwoHostsAsync(system, reports);
        await using var client = new KeylessClient(first);
        var id = await system.StartFanOutAsync(client);

        foreach (var host in (HostProcess[])[first, second])
        {
            Assert.Equal(0, await host.StopAsync("TERM"));
            await host.StartAgainAsync();
        }

        await system.AssertCompleteAsync(client, id);
    }

    private static async Task<(HostProcess First, HostProcess Second)> StartTwoHostsAsync(KilledSystem system, TempFolder reports)
    {
        var storage = await HostStorage.NewOnAzuriteAsync();
        return (await StartAsync(), await StartAsync());

        Task<HostProcess> StartAsync() => system.StartHostAsync(storage, ("Reports__Path", reports.Path));
    }

    private sealed class TempFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("fanout-reports-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
