using CharacterFanOut.Functions.Tests.Hosting;
using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class LinearityTests
{
    private const int FewRuns = 5;

    [Fact]
    public async Task ReplayedEvents_TenTimesTheIds_GrowNoMoreThanElevenfold()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 5000 });

        // How many outcomes fall into one turn is chance, and one small run has little of it to average out: the mean of several.
        var few = 0L;
        for (var run = 0; run < FewRuns; run++)
        {
            few += await ReplayedAsync(api, 500);
        }

        var many = await ReplayedAsync(api, 5000);

        Assert.True(FewRuns * many <= 11 * few, $"{few / FewRuns} events replayed for 500 ids on average, {many} for 5,000");
    }

    private static async Task<long> ReplayedAsync(SampleApiServer api, int count)
    {
        using var folder = new TestFolder();
        await using var engine = await FanOutEngine.StartAsync(api, sessions: false, folder);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, count), BatchSize = 25 });
        Assert.Equal(count, report.Fetched);
        return engine.Worker.ReplayedEvents;
    }
}
