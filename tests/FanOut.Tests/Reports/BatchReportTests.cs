using System.Text.Json;
using CsCheck;

namespace CharacterFanOut.Tests.Reports;

public sealed class BatchReportTests
{
    [Fact]
    public void Merge_AnyReports_IsAssociative() => Gen.Select(Gens.Report, Gens.Report, Gens.Report).Sample((a, b, c) =>
        Same(BatchReport.Merge(BatchReport.Merge(a, b), c), BatchReport.Merge(a, BatchReport.Merge(b, c))));

    [Fact]
    public void Merge_AnyReports_IsCommutative() => Gen.Select(DistinctIds, Gen.Int[0, 40]).Sample((outcomes, cut) =>
    {
        var (a, b) = (Of(outcomes.Take(cut)), Of(outcomes.Skip(cut)));
        Same(BatchReport.Merge(a, b), BatchReport.Merge(b, a));
    });

    [Fact]
    public void Merge_WithEmpty_ChangesNothing() => Gens.Report.Sample(a =>
    {
        Same(a, BatchReport.Merge(a, BatchReport.Empty));
        Same(a, BatchReport.Merge(BatchReport.Empty, a));
    });

    [Fact]
    public void Merge_BatchesOfOneSet_IsTheReportOfAllAtOnce() =>
        Gen.Select(DistinctIds, Gen.Int[1, 9], Gen.Int[0, 1_000_000]).Sample((outcomes, size, seed) =>
        {
            var batches = outcomes.Chunk(size).ToArray();
            new Random(seed).Shuffle(batches);
            Same(Of(outcomes), batches.Select(b => Of(b)).Aggregate(BatchReport.Empty, BatchReport.Merge));
        });

    [Fact]
    public void Of_Outcomes_CountsEachIdOnce() => DistinctIds.Sample(outcomes =>
    {
        var report = Of(outcomes);
        Assert.Equal(outcomes.Length, report.Fetched + report.Failed);
        Assert.Equal(report.Failed, report.ByKind.Total);
        Assert.Equal(report.Fetched, report.ByStatus.Total);
        Assert.Equal(report.Fetched, report.Latency.Count);
    });

    [Fact]
    public void Of_NotFinal_Throws()
    {
        var outcome = new FetchOutcome<CharacterFacts> { Id = 3, Unavailable = new(WaitReason.Throttled, TimeSpan.Zero, FailureKind.Throttled, "") };
        Assert.Throws<ArgumentException>(() => Of([outcome]));
    }

    [Fact]
    public void Merge_ManyFailures_ListsTheFirstThousandAndCountsAll()
    {
        var batches = Enumerable.Range(0, 30).Select(n => Of(Enumerable.Range((n * 100) + 1, 100)
            .Select(id => new FetchFailure(id, FailureKind.NotFound, "none", 1).ToOutcome<CharacterFacts>()))).Reverse();
        var merged = batches.Aggregate(BatchReport.Empty, BatchReport.Merge);
        Assert.Equal(3000, merged.Failed);
        Assert.Equal(Enumerable.Range(1, 1000), merged.Failures.Select(f => f.Id));
    }

    [Fact]
    public void Json_AnyReport_RoundTrips() => Gens.Report.Sample(report =>
    {
        var json = JsonSerializer.Serialize(report, JsonSerializerOptions.Web);
        Same(report, JsonSerializer.Deserialize<BatchReport>(json, JsonSerializerOptions.Web)!);
    });

    private static Gen<FetchOutcome<CharacterFacts>[]> DistinctIds =>
        Gens.FinalOutcome.Array[0, 60].Select(outcomes => outcomes.DistinctBy(o => o.Id).ToArray());

    private static BatchReport Of(IEnumerable<FetchOutcome<CharacterFacts>> outcomes) => BatchReport.Of([.. outcomes], f => f);

    private static void Same(BatchReport a, BatchReport b) =>
        Assert.Equal(JsonSerializer.Serialize(a, JsonSerializerOptions.Web), JsonSerializer.Serialize(b, JsonSerializerOptions.Web));
}
