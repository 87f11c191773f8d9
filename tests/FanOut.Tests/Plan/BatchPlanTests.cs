using CsCheck;

namespace CharacterFanOut.Tests.Plan;

public sealed class BatchPlanTests
{
    [Theory]
    [InlineData(99, 100, 20, 1, 1, 20)]
    [InlineData(1000, 100, 20, 10, 2, 10)]
    [InlineData(1000, 100, 1, 10, 1, 1)]
    [InlineData(1000, 100, 7, 10, 2, 3)]
    [InlineData(1000, 1, 20, 1000, 20, 1)]
    [InlineData(1000, 5, 20, 200, 4, 5)]
    [InlineData(3, 1, 500, 3, 3, 166)]
    public void Plan_Examples_AreAsDesigned(int ids, int batchSize, int maxConcurrency, long batches, int inFlight, int window)
    {
        var plan = new BatchPlan(IdSet.Range(1, ids), batchSize, maxConcurrency);
        Assert.Equal((batches, inFlight, window), (plan.BatchCount, plan.BatchesInFlight, plan.Window));
    }

    [Fact]
    public void Plan_EverySizeAndCap_KeepsTheCapAndUsesMostOfIt()
    {
        int[] sizes = [1, 2, 3, 7, 10, 19, 20, 21, 99, 100, 101, 499, 500, 501, 999, 1000];
        int[] counts = [1, 2, 3, 10, 99, 100, 101, 1000, 1_000_000];
        foreach (var (size, count) in sizes.SelectMany(s => counts.Select(c => (s, c))))
        {
            var ids = IdSet.Range(1, count);
            for (var cap = 1; cap <= 500; cap++)
            {
                var plan = new BatchPlan(ids, size, cap);
                var used = plan.BatchesInFlight * plan.Window;
                Assert.InRange(used, 1, cap);
                Assert.True(used > cap / 2 || cap == 1, $"{count} ids by {size}: {used} of {cap} used");
                Assert.InRange(plan.BatchesInFlight, 1, plan.BatchCount);
                Assert.True(plan.BatchCount > 1 || plan.Window == cap);
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
        });

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
