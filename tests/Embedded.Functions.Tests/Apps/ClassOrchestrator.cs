using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

[DurableTask]
public sealed class ClassOrchestrator : TaskOrchestrator<int, string>
{
    public override Task<string> RunAsync(TaskOrchestrationContext context, int input) => context.CallActivityAsync<string>("Double", input);
}
