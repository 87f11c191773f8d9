using CsCheck;

namespace CharacterFanOut.Tests.Plan;

public sealed class BatchPlanTests
{
    [Theory]
    [InlineData(1, 20, 1, 1, 1)]
    [InlineData(99, 20, 1, 99, 1)]
    [InlineData(250, 20, 2, 125, 2)]
    [InlineData(600, 20, 5, 120, 5)]
    [InlineData(1000, 20, 5, 200, 5)]
    [InlineData(2000, 20, 10, 200, 5)]
    [InlineData(2100, 20, 15, 140, 5)]
    [InlineData(4000, 100, 10, 400, 10)]
    [InlineData(8000, 200, 10, 800, 10)]
    [InlineData(40000, 500, 50, 800, 25)]
    [InlineData(1000, 1, 10, 100, 1)]
    [InlineData(1_000_000, 20, 5000, 200, 5)]
    public void Plan_NoBatchSizeGiven_ChoosesByCountAndCap(int ids, int cap, long batches, int size, int lanes)
    {
        var plan = new BatchPlan(IdSet.Range(1, ids), null, cap);
        Assert.Equal((batches, size, lanes), (plan.BatchCount, plan.BatchSize, plan.Windows.Count));
    }

    [Theory]
    [InlineData(99, 100, 20, 1, new[] { 20 })]
    [InlineData(1000, 100, 20, 10, new[] { 4, 4, 4, 4, 4 })]
    [InlineData(1000, 100, 1, 10, new[] { 1 })]
    [InlineData(1000, 100, 23, 10, new[] { 5, 5, 5, 4, 4 })]
    [InlineData(1000, 1, 7, 1000, new[] { 1, 1, 1, 1, 1, 1, 1 })]
    [InlineData(210, 2, 20, 105, new[] { 2, 2, 2, 2, 2, 2, 2, 2, 2, 2 })]
    [InlineData(3, 1, 500, 3, new[] { 167, 167, 166 })]
    public void Plan_BatchSizeGiven_KeepsIt(int ids, int batchSize, int cap, long batches, int[] windows)
    {
        var plan = new BatchPlan(IdSet.Range(1, ids), batchSize, cap);
        Assert.Equal((batches, batchSize), (plan.BatchCount, plan.BatchSize));
        Assert.Equal(windows, plan.Windows);
    }

    [Fact]
    public void Plan_EverySizeAndCap_UsesTheWholeCapAndNoMore()
    {
        int?[] sizes = [null, 1, 2, 3, 7, 10, 19, 20, 21, 99, 100, 101, 499, 500, 501, 999, 1000];
        int[] counts = [1, 2, 3, 10, 99, 100, 101, 1000, 1_000_000];
        foreach (var (size, count) in sizes.SelectMany(s => counts.Select(c => (s, c))))
        {
            var ids = IdSet.Range(1, count);
            for (var cap = 1; cap <= 500; cap++)
            {
                var plan = new BatchPlan(ids, size, cap);
                Assert.Equal(cap, plan.Windows.Sum());
                Assert.InRange(plan.Windows.Count, 1, plan.BatchCount);
                Assert.InRange(plan.BatchSize, 1, FanOutRequest.MaxBatchSize);
                Assert.True(size is not null || count < 20 * cap || plan.BatchSize >= 20 * plan.Windows[^1], $"{count} ids, cap {cap}: {plan.BatchSize}");
            }
        }
    }

    [Fact]
    public void Batches_AnySet_PartitionItInOrder() =>
        Gen.Select(Gens.SmallIdSet, Gen.Int[1, 9], Gen.Int[1, 30]).Sample((ids, size, cap) =>
        {
            var plan = new BatchPlan(ids, size, cap);
            var batches = Enumerable.Range(0, (int)plan.BatchCount).Select(n => plan.Batch(n)).ToList();
            Assert.Equal(ids, batches.SelectMany(b => b));
            Assert.All(batches.SkipLast(1), b => Assert.Equal(size, b.Count));
            Assert.All(Enumerable.Range(0, batches.Count + 1), n => Assert.Equal(batches.Skip(n).SelectMany(b => b), plan.From(n)));
        });

    [Theory]
    [InlineData(2000, 20)]
    [InlineData(20_000, 20)]
    [InlineData(4000, 100)]
    [InlineData(40_000, 100)]
    [InlineData(8000, 200)]
    [InlineData(80_000, 200)]
    public void Plan_ExponentialLatencies_StaysWithin15PercentOfTheIdealTime(int ids, int cap)
    {
        var plan = new BatchPlan(IdSet.Range(1, ids), null, cap);
        Assert.InRange(Enumerable.Range(1, 20).Average(seed => SimulatedRun.TimeOverIdeal(plan, cap, seed)), 1, 1.15);
    }

    [Fact]
    public void Plan_Bad_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(IdSet.Of(1), 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BatchPlan(IdSet.Of(1), 1, 0));
        var plan = new BatchPlan(IdSet.Of(1), 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Batch(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => plan.Batch(-1));
    }
}
