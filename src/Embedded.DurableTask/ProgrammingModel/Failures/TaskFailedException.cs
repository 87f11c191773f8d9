namespace Microsoft.DurableTask;

/// <summary>Thrown into an orchestrator when an activity or a sub-orchestration that it awaits has failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>A failure that is known by its details.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The number of the call within its orchestration.</param>
    /// <param name="failureDetails">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base(Describe(taskName, taskId, failureDetails?.ErrorMessage))
    {
        ArgumentNullException.ThrowIfNull(failureDetails);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = failureDetails;
    }

    /// <summary>A failure that is known by its exception.</summary>
    /// <param name="taskName">The task's name.</param>
    /// <param name="taskId">The number of the call within its orchestration.</param>
    /// <param name="innerException">Why it failed.</param>
    public TaskFailedException(string taskName, int taskId, Exception innerException)
        : base(Describe(taskName, taskId, innerException?.Message), innerException)
    {
        ArgumentNullException.ThrowIfNull(innerException);
        TaskName = taskName;
        TaskId = taskId;
        FailureDetails = TaskFailureDetails.FromException(innerException);
    }

    /// <summary>Why the task failed.</summary>
    public TaskFailureDetails FailureDetails { get; }

    /// <summary>The number of the call within its orchestration.</summary>
    public int TaskId { get; }

    /// <summary>The task's name.</summary>
    public string TaskName { get; }

    /// <summary>Whether the task failed with exactly this exception type.</summary>
    /// <typeparam name="T">The exception type.</typeparam>
    [Obsolete("Use FailureDetails.IsCausedBy<T>(), which knows base types too.")]
    public bool IsCausedByException<T>()
        where T : Exception => FailureDetails.ErrorType == typeof(T).FullName;

    private static string Describe(string taskName, int taskId, string? cause)
    {
        // The wording is part of what callers see and match on elsewhere, so it is kept.
        var what = FormattableString.Invariant($"Task '{taskName}' (#{taskId}) failed with an unhandled exception");
        return cause is null ? what + "." : $"{what}: {cause}";
    }
}
