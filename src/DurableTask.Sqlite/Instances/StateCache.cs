namespace DurableTask.Sqlite.Instances;

/// <summary>The instances that are at rest with their state in memory, least recently used first, bounded by an estimate of what they take.</summary>
internal sealed class StateCache(long maxBytes)
{
    // What an instance takes in memory, estimated: its objects, and its events, which are larger than their encoded form.
    private const long PerInstance = 4096;
    private const long PerEncodedByte = 4;

    private readonly Lock gate = new();
    private readonly LinkedList<InstanceSession> order = new();
    private long bytes;

    public void Remove(InstanceSession session)
    {
        lock (this.gate)
        {
            this.Take(session);
        }
    }

    /// <summary>Adds an instance that came to rest.</summary>
    /// <returns>Those that have to go for it. They are no longer in the cache.</returns>
    public List<InstanceSession> Add(InstanceSession session)
    {
        var evicted = new List<InstanceSession>();
        lock (this.gate)
        {
            if (session.CacheNode is null)
            {
                session.CacheNode = this.order.AddLast(session);
                session.CachedBytes = PerInstance + (PerEncodedByte * session.HistoryBytes);
                this.bytes += session.CachedBytes;
            }

            while (this.bytes > maxBytes && this.order.First is { } first)
            {
                this.Take(first.Value);
                evicted.Add(first.Value);
            }
        }

        return evicted;
    }

    // The caller holds the gate.
    private void Take(InstanceSession session)
    {
        if (session.CacheNode is { } node)
        {
            this.order.Remove(node);
            this.bytes -= session.CachedBytes;
            session.CacheNode = null;
        }
    }
}
