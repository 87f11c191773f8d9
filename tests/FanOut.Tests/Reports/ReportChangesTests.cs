using CsCheck;

namespace CharacterFanOut.Tests.Reports;

public sealed class ReportChangesTests
{
    [Fact]
    public async Task Compare_TwoRuns_NamesAddedRemovedAndChangedFields()
    {
        var changes = await CompareAsync(
            [One(1, "Alive"), One(2, "Alive"), One(4, "Dead"), One(9, "Dead")],
            [One(1, "Alive"), One(2, "Dead"), One(3, "Alive"), One(5, "Alive")],
            IdSet.Empty);
        Assert.Equal("before", changes.Since);
        Assert.Equal("3,5", changes.Added.ToString());
        Assert.Equal("4,9", changes.Removed.ToString());
        Assert.Equal([new FieldChange(2, "status", "Alive", "Dead")], changes.Changed);
        Assert.Equal(1, changes.ChangedCharacters);
    }

    [Fact]
    public async Task Compare_IdThatFailed_IsNeitherAddedNorRemoved()
    {
        var changes = await CompareAsync([One(1, "Alive"), One(2, "Alive")], [One(1, "Alive"), One(3, "Alive")], IdSet.Parse("2-3"));
        Assert.True(changes.Added.IsEmpty);
        Assert.True(changes.Removed.IsEmpty);
    }

    [Fact]
    public async Task Compare_FieldThatAppeared_IsAChangeFromNull()
    {
        var before = new CharacterSnapshot(1, new Dictionary<string, string?>());
        var changes = await CompareAsync([before], [One(1, "Dead")], IdSet.Empty);
        Assert.Equal([new FieldChange(1, "status", null, "Dead")], changes.Changed);
    }

    [Fact]
    public async Task Compare_MoreChangesThanListed_CountsAll()
    {
        var before = Enumerable.Range(1, 1500).Select(id => One(id, "Alive")).ToArray();
        var after = Enumerable.Range(1, 1500).Select(id => One(id, "Dead")).ToArray();
        var changes = await CompareAsync(before, after, IdSet.Empty);
        Assert.Equal((1500, ReportChanges.MaxListed), (changes.ChangedCharacters, changes.Changed.Count));
    }

    [Fact]
    public Task Compare_AnyTwoRuns_AgreesWithSetArithmetic() =>
        Gen.Select(Gens.SmallIdSet, Gens.SmallIdSet).SampleAsync(async (a, b) =>
        {
            var changes = await CompareAsync([.. a.Select(id => One(id, "x"))], [.. b.Select(id => One(id, "x"))], IdSet.Empty);
            Assert.Equal((b.Except(a), a.Except(b), 0), (changes.Added, changes.Removed, changes.ChangedCharacters));
        });

    private static CharacterSnapshot One(int id, string status) => new(id, new Dictionary<string, string?> { ["status"] = status });

    private static Task<ReportChanges> CompareAsync(CharacterSnapshot[] before, CharacterSnapshot[] after, IdSet unknown) =>
        ReportChanges.CompareAsync("before", before.ToAsyncEnumerable(), after.ToAsyncEnumerable(), unknown, TestContext.Current.CancellationToken);
}
