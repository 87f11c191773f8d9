using EmbeddedFunctions.Timers;

namespace EmbeddedFunctions.Declarations;

/// <summary>A timer trigger as declared.</summary>
/// <param name="Schedule">When it runs.</param>
/// <param name="RunOnStartup">Whether it also runs as the host starts.</param>
/// <param name="UseMonitor">Whether the schedule is kept across restarts.</param>
/// <param name="Retry">When a run that failed is repeated; null: at the next occurrence only.</param>
internal sealed record TimerDeclaration(TimerSchedule Schedule, bool RunOnStartup, bool UseMonitor, TimerRetry? Retry);
