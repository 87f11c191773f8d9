using EmbeddedFunctions.DurableTask.History;
using Microsoft.DurableTask.Client;

namespace EmbeddedFunctions.DurableTask.Storage.Memory;

/// <summary>A task hub that lasts as long as its process.</summary>
internal sealed class MemoryStore : IOrchestrationStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, MemoryInstance> byId = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, MemoryInstance> byKey = [];
    private long lastKey;
    private long lastMessage;

    public void Open()
    {
    }

    public void Dispose()
    {
    }

    public void Commit(IReadOnlyList<StoreCommit> commits)
    {
        lock (this.gate)
        {
            foreach (StoreCommit commit in commits)
            {
                this.Apply(commit);
            }
        }
    }

    public IReadOnlyList<ActiveInstance> LoadActive()
    {
        lock (this.gate)
        {
            return [.. this.byKey.Values
                .Where(i => !i.Record.IsOver)
                .Select(i => new ActiveInstance(
                    i.Record.InstanceId,
                    i.Inbox.Count > 0 || i.Record.OpenTasks > 0 || (i.Record.Turns == 0 && i.Record.WakeAt is null),
                    i.Record.WakeAt))
                .Where(a => a.IsDue || a.WakeAt is not null)];
        }
    }

    public StoredInstance? Load(string instanceId)
    {
        lock (this.gate)
        {
            return this.byId.TryGetValue(instanceId, out MemoryInstance? instance) ? instance.Read() : null;
        }
    }

    public InstanceRecord? Find(string instanceId, bool withPayloads)
    {
        lock (this.gate)
        {
            return this.byId.TryGetValue(instanceId, out MemoryInstance? instance) ? View(instance.Record, withPayloads) : null;
        }
    }

    public IReadOnlyList<InstanceRecord> List(InstanceFilter filter)
    {
        lock (this.gate)
        {
            return [.. this.byKey.Values
                .Where(i => filter.Matches(i.Record))
                .Take(filter.Limit)
                .Select(i => View(i.Record, filter.WithPayloads))];
        }
    }

    public IReadOnlyList<string> Children(string instanceId)
    {
        lock (this.gate)
        {
            return [.. this.byKey.Values.Where(i => i.Record.Parent?.InstanceId == instanceId).Select(i => i.Record.InstanceId)];
        }
    }

    private static InstanceRecord View(InstanceRecord record, bool withPayloads) =>
        withPayloads ? record : record with { Input = null, Output = null };

    private void Apply(StoreCommit commit)
    {
        foreach (PurgeWrite purge in commit.Purges)
        {
            if (this.byId.TryGetValue(purge.InstanceId, out MemoryInstance? instance) && instance.Record.IsOver)
            {
                this.Remove(instance);
                purge.Purged = true;
            }
        }

        if (commit.Turn is { } turn)
        {
            this.Write(turn);
        }

        foreach (RewindWrite rewind in commit.Rewinds)
        {
            MemoryInstance instance = this.byId[rewind.After.InstanceId];
            instance.Record = rewind.After;
            instance.Turns.Clear();
            foreach (byte[] bytes in rewind.Turns)
            {
                instance.Turns.Add(instance.Turns.Count, bytes);
            }
        }

        foreach (NewInstance create in commit.Creates)
        {
            this.Create(create);
        }

        foreach (NewMessage message in commit.Messages)
        {
            this.Post(message);
        }
    }

    private void Write(TurnWrite turn)
    {
        MemoryInstance instance = this.byId[turn.After.InstanceId];
        instance.Record = turn.After;
        if (turn.ConsumedMessages)
        {
            instance.Inbox.RemoveAll(m => m.Id <= turn.After.ConsumedInbox);
        }

        if (turn.StartsOver)
        {
            instance.Turns.Clear();
        }

        if (turn.History is not null)
        {
            instance.Turns[turn.StartsOver ? 0 : turn.After.Turns - 1] = turn.History;
        }

        if (turn.After.IsOver)
        {
            instance.Inbox.Clear();
        }
    }

    private void Create(NewInstance create)
    {
        if (this.byId.TryGetValue(create.Record.InstanceId, out MemoryInstance? existing))
        {
            OrchestrationRuntimeStatus status = existing.Record.Status;
            if (!existing.Record.IsOver || create.BlockedBy.Contains(status))
            {
                create.ExistingStatus = status;
                if (create.WhenBlocked is { } message)
                {
                    this.Post(message);
                }

                return;
            }

            this.Remove(existing);
        }

        create.Created = create.Record with { Key = ++this.lastKey };
        var instance = new MemoryInstance(create.Created);
        this.byId.Add(create.Record.InstanceId, instance);
        this.byKey.Add(this.lastKey, instance);
    }

    private void Post(NewMessage message)
    {
        if (this.byId.TryGetValue(message.InstanceId, out MemoryInstance? instance) && !instance.Record.IsOver)
        {
            message.Id = ++this.lastMessage;
            instance.Inbox.Add((message.Id, message.ExecutionId, HistoryWriter.Encode(message.Event)));
        }
    }

    private void Remove(MemoryInstance instance)
    {
        this.byId.Remove(instance.Record.InstanceId);
        this.byKey.Remove(instance.Record.Key);
    }
}
