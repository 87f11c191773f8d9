using EmbeddedFunctions.DurableTask.Engine.Instances;
using EmbeddedFunctions.DurableTask.History;

namespace EmbeddedFunctions.DurableTask.Engine.Activities;

/// <summary>One activity to run for one execution.</summary>
internal sealed class ActivityWork(ActivityDispatcher dispatcher, InstanceActor actor, string executionId, TaskScheduled task, string? traceParent)
    : IThreadPoolWorkItem
{
    public InstanceActor Actor => actor;

    public string ExecutionId => executionId;

    public TaskScheduled Task => task;

    public string? TraceParent => traceParent;

    public void Execute() => dispatcher.Run(this);
}
