using CharacterFanOut.SampleApi;

namespace CharacterFanOut.Functions.Tests.Orchestrations;

public sealed class LinearityTests
{
    [Fact]
    public async Task ReplayedEvents_TenTimesTheIds_GrowNoMoreThanElevenfold()
    {
        await using var api = await SampleApiServer.StartAsync(new SampleApiOptions { Characters = 5000 });
        var few = await ReplayedAsync(api, 500);
        var many = await ReplayedAsync(api, 5000);
        Assert.True(many <= 11 * few, $"{few} events replayed for 500 ids, {many} for 5,000");
    }

    private static async Task<long> ReplayedAsync(SampleApiServer api, int count)
    {
        using var folder = new TestFolder();
        await using var engine = await FanOutEngine.StartAsync(api, sessions: false, folder);
        var report = await engine.RunAsync(new() { Ids = IdSet.Range(1, count), BatchSize = 25 });
        Assert.Equal(count, report.Fetched);
        return engine.Engine.Statistics.ReplayedEvents;
    }
}
