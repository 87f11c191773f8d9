using System.Collections.Concurrent;

namespace EmbeddedFunctions.DurableTask.Tests.Engine;

/// <summary>Activities that start, tell so, and end one by one as the test says.</summary>
internal sealed class Gate : IDisposable
{
    private readonly SemaphoreSlim pass = new(0);
    private readonly ConcurrentQueue<string> started = new();
    private int running;
    private int most;

    /// <summary>Who has started, in order.</summary>
    public string[] Started => [.. this.started];

    public int Running => Volatile.Read(ref this.running);

    /// <summary>The most that ever ran at once.</summary>
    public int Most => Volatile.Read(ref this.most);

    public async Task PassAsync(string who)
    {
        int now = Interlocked.Increment(ref this.running);
        int before;
        while ((before = Volatile.Read(ref this.most)) < now && Interlocked.CompareExchange(ref this.most, now, before) != before)
        {
        }

        this.started.Enqueue(who);
        await this.pass.WaitAsync();
        Interlocked.Decrement(ref this.running);
    }

    public void Release(int count) => this.pass.Release(count);

    public Task StartedAsync(int count) => Eventually.TrueAsync(() => this.started.Count >= count, $"{count} activities have started");

    public void Dispose() => this.pass.Dispose();
}
