namespace EmbeddedFunctions.DurableTask.Storage;

/// <summary>Whose sub-orchestration an instance is.</summary>
/// <param name="TaskId">The id that the parent scheduled it under.</param>
internal sealed record ParentLink(string InstanceId, string ExecutionId, string Name, int TaskId);
