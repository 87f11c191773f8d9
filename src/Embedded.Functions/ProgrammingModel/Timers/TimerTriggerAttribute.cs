using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Runs a function on a schedule.</summary>
/// <param name="schedule">NCRONTAB with five or six fields (seconds first), a time span such as <c>00:05:00</c>, or <c>%setting%</c>.</param>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : TriggerBindingAttribute
{
    /// <summary>Whether it also runs as the host starts. False unless set.</summary>
    public bool RunOnStartup { get; set; }

    /// <summary>The schedule as declared.</summary>
    public string Schedule { get; } = schedule;

    /// <summary>Whether the schedule is kept across restarts. True unless set; never for schedules shorter than a minute.</summary>
    public bool UseMonitor { get; set; } = true;
}
