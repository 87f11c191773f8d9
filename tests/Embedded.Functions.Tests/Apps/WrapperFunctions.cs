using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Tests.Apps;

/// <summary>What a source generator makes of <see cref="ClassOrchestrator"/>.</summary>
public static class WrapperFunctions
{
    [Function(nameof(ClassOrchestrator))]
    public static async Task<string> Wrap([OrchestrationTrigger] TaskOrchestrationContext context)
        => "wrapped " + await new ClassOrchestrator().RunAsync(context, context.GetInput<int>());
}
