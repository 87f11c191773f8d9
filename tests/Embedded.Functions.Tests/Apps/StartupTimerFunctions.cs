using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class StartupTimerFunctions(TimerRuns runs)
{
    [Function("AtStart")]
    public Task AtStart([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true)] TimerInfo timer) => runs.RunAsync("AtStart", timer);

    [Function("Unmonitored")]
    public Task Unmonitored([TimerTrigger("0 0 0 1 1 *", RunOnStartup = true, UseMonitor = false)] TimerInfo timer) => runs.RunAsync("Unmonitored", timer);
}
