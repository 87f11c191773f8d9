namespace Microsoft.DurableTask;

/// <summary>What an activity may know about its call.</summary>
public abstract class TaskActivityContext
{
    /// <summary>The name under which the activity was called.</summary>
    public abstract TaskName Name { get; }

    /// <summary>The id of the orchestration instance that called.</summary>
    public abstract string InstanceId { get; }

    /// <summary>The version of the activity that was asked for; empty when none was.</summary>
    public virtual string Version => string.Empty;
}
