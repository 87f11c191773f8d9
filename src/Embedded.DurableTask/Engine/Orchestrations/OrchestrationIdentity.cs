using EmbeddedFunctions.DurableTask.Storage;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Orchestrations;

/// <summary>What does not change while an execution runs.</summary>
internal sealed record OrchestrationIdentity(
    string Name, string InstanceId, string ExecutionId, string Version, ParentOrchestrationInstance? Parent, string? Input)
{
    public static OrchestrationIdentity Of(InstanceRecord record) => new(
        record.Name,
        record.InstanceId,
        record.ExecutionId,
        record.Version,
        record.Parent is null ? null : new ParentOrchestrationInstance(record.Parent.Name, record.Parent.InstanceId),
        record.Input);
}
