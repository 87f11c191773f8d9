using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Tests.Apps;

public sealed class TimerFunctions(TimerRuns runs)
{
    [Function("Hourly")]
    public Task Hourly([TimerTrigger("%Schedules:Hourly%")] TimerInfo timer, FunctionContext context) => runs.RunAsync(context.FunctionDefinition.Name, timer);
}
