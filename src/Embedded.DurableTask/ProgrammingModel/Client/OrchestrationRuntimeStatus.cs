namespace Microsoft.DurableTask.Client;

/// <summary>How far an orchestration instance has come.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has started and not ended.</summary>
    Running = 0,

    /// <summary>It has ended, and its output is there.</summary>
    Completed = 1,

    /// <summary>Not reported: an instance that starts over is <see cref="Running"/>.</summary>
    [Obsolete("No instance is ever reported in this status: one that continues as new is running.")]
    ContinuedAsNew = 2,

    /// <summary>Its code has thrown.</summary>
    Failed = 3,

    /// <summary>Not reported: see <see cref="Terminated"/>.</summary>
    [Obsolete("No instance is ever reported in this status: one that was stopped from outside is terminated.")]
    Canceled = 4,

    /// <summary>It was ended from outside.</summary>
    Terminated = 5,

    /// <summary>It is scheduled, and has not started.</summary>
    Pending = 6,

    /// <summary>It is held from outside until it is resumed.</summary>
    Suspended = 7,
}
