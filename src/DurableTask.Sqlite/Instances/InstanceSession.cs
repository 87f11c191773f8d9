namespace DurableTask.Sqlite.Instances;

/// <summary>A message that waits for an instance's next turn.</summary>
/// <param name="RowId">Its row in the file's inbox; 0 if it has none: outcomes of activities and timers that fired can be had again.</param>
internal sealed record InboxMessage(long RowId, TaskMessage Message);

internal enum SessionPhase
{
    Idle, // nothing to do
    Ready, // waits for a dispatcher to take it
    Running, // a dispatcher has its work item, until that is released
    Resting, // its last turn failed; it rests before the next attempt
}

/// <summary>What is in memory of an instance that is not at rest. Its fields are guarded by <see cref="Gate"/>.</summary>
internal sealed class InstanceSession(long key, string instanceId)
{
    public Lock Gate { get; } = new();

    /// <summary>Held while the state is read from the file, so that its open tasks are given out once.</summary>
    public Lock LoadGate { get; } = new();

    public long Key { get; } = key;

    public string InstanceId { get; } = instanceId;

    /// <summary>No longer in the table: gone, ended or evicted.</summary>
    public bool IsRemoved { get; set; }

    public SessionPhase Phase { get; set; }

    /// <summary>Messages for the next turn, oldest first.</summary>
    public List<InboxMessage> Inbox { get; } = [];

    /// <summary>The file's inbox has rows that were not read yet.</summary>
    public bool HasStoredInbox { get; set; }

    /// <summary>The last row of the file's inbox that was read into <see cref="Inbox"/>: what is delivered up to here is a repetition.</summary>
    public long ReadUpToRow { get; set; }

    /// <summary>Must not start yet: its scheduled start is to come.</summary>
    public bool IsHeld { get; set; }

    /// <summary>The state between turns; null if it has to be read from the file.</summary>
    public OrchestrationRuntimeState? State { get; set; }

    /// <summary>The work item of the turn before, which carries the suspended orchestrator.</summary>
    public SqliteOrchestrationWorkItem? WorkItem { get; set; }

    /// <summary>The ids of the activities whose outcome the history does not have; null if the state was never read.</summary>
    public HashSet<int>? OpenTasks { get; set; }

    public string ExecutionId { get; set; } = "";

    /// <summary>The place of the next turn's events in the stored history.</summary>
    public long NextSequence { get; set; }

    /// <summary>The size of the history in its encoded form.</summary>
    public long HistoryBytes { get; set; }

    public int FailedAttempts { get; set; }

    /// <summary>Where this session stands in the cache's order of use.</summary>
    public LinkedListNode<InstanceSession>? CacheNode { get; set; }

    public long CachedBytes { get; set; }

    /// <summary>What turns did to the state is forgotten; it is read from the file again.</summary>
    public void Forget()
    {
        this.State = null;
        this.WorkItem = null;
    }
}

/// <summary>A turn that a dispatcher has. The same object serves an instance's turns one after the other, because the framework keeps the suspended orchestrator in it.</summary>
internal sealed class SqliteOrchestrationWorkItem : TaskOrchestrationWorkItem
{
    public required InstanceSession Instance { get; init; }

    /// <summary>What the turn consumes.</summary>
    public List<InboxMessage> Taken { get; set; } = [];

    public bool IsCompleted { get; set; }

    public bool IsAbandoned { get; set; }
}

/// <summary>An activity that a dispatcher has.</summary>
internal sealed class SqliteActivityWorkItem : TaskActivityWorkItem
{
    public required InstanceSession Instance { get; init; }

    public required int TaskId { get; init; }

    public int FailedAttempts { get; set; }
}
