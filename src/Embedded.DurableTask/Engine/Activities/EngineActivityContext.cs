using Microsoft.DurableTask;

namespace EmbeddedFunctions.DurableTask.Engine.Activities;

/// <summary>What an activity is told about its call.</summary>
internal sealed class EngineActivityContext(TaskName name, string instanceId) : TaskActivityContext
{
    public override TaskName Name { get; } = name;

    public override string InstanceId { get; } = instanceId;
}
