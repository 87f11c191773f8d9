using CharacterFanOut.Functions.Reports;
using Microsoft.Extensions.Options;

namespace CharacterFanOut.Functions.Tests.Reports;

public sealed class FanOutResultsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task ListRetries_SomeNotedTwiceOrByAnEarlierVersion_AreEachOneInTheOrderOfTheirTimes()
    {
        using var folder = new TestFolder();
        var store = new FileReportStore(Options.Create(new ReportsOptions { Path = folder.Path }));
        var results = new FanOutResults(store);
        var longest = new string('Z', FanOutId.MaxLength);
        foreach (var retry in (FanOutRetry[])[new("b", Noon.AddSeconds(1)), new("a", Noon.AddSeconds(2)), new("b", Noon.AddSeconds(3)), new("old", null), new(longest, Noon)])
        {
            await results.SaveRetryAsync("run", retry, TestContext.Current.CancellationToken);
        }

        foreach (var foreign in (string[])[".DS_Store", "6A", "61.x", "61.1.2", "61.99999999999999999", "61.-5"])
        {
            await store.WriteAsync("run", $"retries/{foreign}", ReadOnlyMemory<byte>.Empty, TestContext.Current.CancellationToken);
        }

        var retries = await results.ListRetriesAsync("run", TestContext.Current.CancellationToken);
        Assert.Equal([new("old", null), new(longest, Noon), new("b", Noon.AddSeconds(1)), new("a", Noon.AddSeconds(2))], retries);
        Assert.Equal(["run", "old", longest, "b", "a"], await results.ListWithRetriesAsync("run", TestContext.Current.CancellationToken));
    }
}
