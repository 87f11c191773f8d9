using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Sqlite.Instances;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Commits;

/// <summary>A change that comes from a client.</summary>
internal abstract class ClientOperation(InstanceTable table) : WriteOperation
{
    protected Effects Effects { get; } = new();

    /// <summary>Why the change was not made, though the transaction was.</summary>
    public Exception? Refusal { get; protected set; }

    public sealed override void Execute(TaskHubWriter writer)
    {
        this.Effects.Clear();
        this.Refusal = null;
        this.Write(writer);
    }

    public sealed override void Committed() => table.Apply(this.Effects);

    protected abstract void Write(TaskHubWriter writer);
}

internal sealed class CreateOperation(InstanceTable table, OutgoingMessage start, IReadOnlyCollection<OrchestrationStatus> protectedStatuses, DateTime now)
    : ClientOperation(table)
{
    protected override void Write(TaskHubWriter writer)
    {
        if (MessageWriter.Create(writer, start, protectedStatuses, now, this.Effects) is OrchestrationStatus status)
        {
            this.Refusal = new OrchestrationAlreadyExistsException(
                $"An orchestration with the id '{start.Message.OrchestrationInstance.InstanceId}' already exists; its status is {status}.");
        }
    }
}

internal sealed class SendOperation(InstanceTable table, IReadOnlyList<OutgoingMessage> messages, DateTime now) : ClientOperation(table)
{
    protected override void Write(TaskHubWriter writer)
    {
        foreach (OutgoingMessage message in messages)
        {
            MessageWriter.Deliver(writer, message, now, this.Effects);
        }
    }
}

internal sealed class RewindOperation(InstanceTable table, OutgoingMessage rewound, DateTime now) : ClientOperation(table)
{
    protected override void Write(TaskHubWriter writer)
    {
        string instanceId = rewound.Message.OrchestrationInstance.InstanceId;
        InstanceHead? head = writer.Find(instanceId);
        if (head is null)
        {
            this.Refusal = new ArgumentException($"There is no orchestration with the id '{instanceId}'.");
        }
        else if (head.Status != OrchestrationStatus.Failed)
        {
            this.Refusal = new InvalidOperationException($"Only a failed orchestration can be rewound; '{instanceId}' is {head.Status}.");
        }
        else
        {
            MessageWriter.Deliver(writer, rewound, now, this.Effects);
        }
    }
}

/// <summary>Deletes instances. Which ones is decided before; one that another has replaced since has another key.</summary>
internal sealed class PurgeOperation(InstanceTable table, IReadOnlyList<(long Key, string InstanceId)> instances) : ClientOperation(table)
{
    public int Deleted { get; private set; }

    protected override void Write(TaskHubWriter writer)
    {
        this.Deleted = 0;
        foreach ((long key, string instanceId) in instances)
        {
            if (writer.Delete(key))
            {
                this.Deleted++;
                this.Effects.End(key, instanceId);
            }
        }
    }
}

internal sealed class ClearOperation(InstanceTable table) : WriteOperation
{
    public override void Execute(TaskHubWriter writer) => writer.DeleteAll();

    public override void Committed() => table.Clear();
}

/// <summary>Drops messages that turned out to be for nobody.</summary>
internal sealed class DropOperation(IReadOnlyList<InboxMessage> messages) : WriteOperation
{
    public override void Execute(TaskHubWriter writer)
    {
        foreach (InboxMessage message in messages.Where(message => message.RowId != 0))
        {
            writer.RemoveFromInbox(message.RowId);
        }
    }
}
