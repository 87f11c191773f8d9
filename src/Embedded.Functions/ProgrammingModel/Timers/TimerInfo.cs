namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer-triggered function is told.</summary>
public class TimerInfo
{
    /// <summary>Whether this run makes up for an occurrence that was missed.</summary>
    public bool IsPastDue { get; set; }

    /// <summary>Where the schedule stands; null when it is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }
}
