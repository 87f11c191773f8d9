using System.Text.Json;

namespace CharacterFanOut.Tests.Reports;

public sealed class FanOutReportTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 3, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Create_Aborted_AccountsForEveryId()
    {
        var report = FanOutReport.Create("x", FanOutResult.Aborted, IdSet.Range(1, 10), Merged(), Start, Start.AddSeconds(2));
        Assert.Equal((10, 2, 1, 7), (report.Requested, report.Fetched, report.Failed, report.NotAttempted));
        Assert.Equal(1.5, report.IdsPerSecond);
        Assert.Equal(1, report.FailedByKind["notFound"]);
        Assert.Equal(new EpisodeCounts(1, 1, 51), report.Episodes);
        Assert.Equal(0, report.FailuresNotListed);
    }

    [Fact]
    public void Create_NothingFetched_HasNoPercentiles()
    {
        var report = FanOutReport.Create("x", FanOutResult.Completed, IdSet.Range(1, 2), BatchReport.Empty, Start, Start);
        Assert.Equal(new LatencyPercentiles(null, null, null, null), report.LatencyMs);
        Assert.Null(report.IdsPerSecond);
    }

    [Fact]
    public void Json_Report_RoundTrips()
    {
        var report = FanOutReport.Create("x", FanOutResult.Completed, IdSet.Range(1, 3), Merged(), Start, Start.AddSeconds(2));
        var json = JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
        Assert.Contains("\"fetched\":2", json, StringComparison.Ordinal);
        Assert.Contains("\"result\":\"completed\"", json, StringComparison.Ordinal);
        Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize<FanOutReport>(json, JsonSerializerOptions.Web), JsonSerializerOptions.Web));
    }

    private static BatchReport Merged()
    {
        var facts = new CharacterFacts("Alive", "Human", "Male", "Earth", "Earth", 1);
        return BatchReport.Of<CharacterFacts>(
            [
                new FetchOutcome<CharacterFacts> { Id = 1, Character = facts, Elapsed = TimeSpan.FromMilliseconds(50), Attempts = 1 },
                new FetchOutcome<CharacterFacts> { Id = 2, Character = facts with { Episodes = 51 }, Elapsed = TimeSpan.FromMilliseconds(60), Attempts = 2 },
                new FetchFailure(3, FailureKind.NotFound, "Character not found", 1).ToOutcome<CharacterFacts>(),
            ],
            f => f);
    }
}
