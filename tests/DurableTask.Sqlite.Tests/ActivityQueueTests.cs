using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Instances;

namespace DurableTask.Sqlite.Tests;

/// <summary>Who gets the next dispatcher.</summary>
public sealed class ActivityQueueTests : IDisposable
{
    private readonly ActivityQueue queue = new();

    public void Dispose() => this.queue.Dispose();

    private InstanceSession Add(long key, int count)
    {
        var session = new InstanceSession(key, $"{key}");
        this.queue.Enqueue(session, [.. Enumerable.Range(0, count).Select(i => new TaskMessage { Event = new TaskScheduledEvent(i) })]);
        return session;
    }

    private async Task<List<long>> TakeAsync(int count)
    {
        var keys = new List<long>();
        for (int i = 0; i < count; i++)
        {
            keys.Add((await this.queue.DequeueAsync(default)).Instance.Key);
        }

        return keys;
    }

    [Fact]
    public async Task Take_FromOneInstance_KeepsItsOrder()
    {
        this.Add(1, 100);

        for (int i = 0; i < 100; i++)
        {
            Assert.Equal(i, (await this.queue.DequeueAsync(default)).TaskId);
        }
    }

    [Fact]
    public async Task Take_WithALargeInstanceBefore_GivesANewOneItsFirstAtOnce()
    {
        this.Add(1, 10_000);
        await this.TakeAsync(10);

        this.Add(2, 1);
        this.Add(3, 1);

        List<long> next = await this.TakeAsync(5);
        Assert.InRange(next.IndexOf(2), 0, 1);
        Assert.InRange(next.IndexOf(3), 0, 3);
    }

    [Fact]
    public async Task Take_WithManySmallOnesAhead_GivesTheLargeOneEverySecond()
    {
        this.Add(1, 1000);
        await this.TakeAsync(1);
        for (int i = 2; i < 100; i++)
        {
            this.Add(i, 1);
        }

        Assert.InRange((await this.TakeAsync(100)).Count(key => key == 1), 40, 60);
    }

    [Fact]
    public async Task Take_FromSeveralLargeOnes_LetsThemTakeTurns()
    {
        for (int i = 1; i <= 4; i++)
        {
            this.Add(i, 500);
        }

        List<long> taken = await this.TakeAsync(1000);

        Assert.All(taken.CountBy(key => key), pair => Assert.InRange(pair.Value, 200, 300));
    }

    [Fact]
    public async Task Take_AfterAnInstanceWasRemoved_GivesNoneOfIts()
    {
        this.Add(1, 100);
        await this.TakeAsync(3);
        this.Add(2, 5);

        this.queue.Remove(1);

        Assert.All(await this.TakeAsync(5), key => Assert.Equal(2, key));
        this.Add(1, 1);
        Assert.Equal([1], await this.TakeAsync(1));
    }

    [Fact]
    public async Task Take_WithNothingWaiting_WaitsUntilCancelled()
    {
        this.Add(1, 1);
        this.queue.Remove(1);
        using var cancel = new CancellationTokenSource();
        Task<SqliteActivityWorkItem> take = this.queue.DequeueAsync(cancel.Token);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => take);
    }
}
