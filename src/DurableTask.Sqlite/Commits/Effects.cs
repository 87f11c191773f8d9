using DurableTask.Sqlite.Instances;

namespace DurableTask.Sqlite.Commits;

/// <summary>What a transaction did to instances, kept until it is durable and others may see it.</summary>
internal sealed class Effects
{
    /// <summary>Messages in the order in which they were written.</summary>
    public List<(long Key, string InstanceId, InboxMessage Message)> Delivered { get; } = [];

    /// <summary>New instances, and when they may start if that is not now.</summary>
    public List<(long Key, string InstanceId, string ExecutionId, DateTime? StartAt)> Created { get; } = [];

    /// <summary>Instances that are gone or ended.</summary>
    public List<(long Key, string InstanceId)> Ended { get; } = [];

    /// <summary>Notes the end of an instance. What was noted of it before has no effect.</summary>
    public void End(long key, string instanceId)
    {
        this.Created.RemoveAll(created => created.Key == key);
        this.Delivered.RemoveAll(delivered => delivered.Key == key);
        this.Ended.Add((key, instanceId));
    }

    public void Clear()
    {
        this.Delivered.Clear();
        this.Created.Clear();
        this.Ended.Clear();
    }
}
