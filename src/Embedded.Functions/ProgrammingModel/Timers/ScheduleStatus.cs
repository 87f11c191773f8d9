namespace Microsoft.Azure.Functions.Worker;

/// <summary>Where a timer's schedule stands.</summary>
public class ScheduleStatus
{
    /// <summary>The occurrence that ran last; the default value before the first.</summary>
    public DateTime Last { get; set; }

    /// <summary>When this status was written.</summary>
    public DateTime LastUpdated { get; set; }

    /// <summary>The occurrence that is next.</summary>
    public DateTime Next { get; set; }
}
