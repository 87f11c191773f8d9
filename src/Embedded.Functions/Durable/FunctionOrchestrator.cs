using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Invocation;
using Microsoft.DurableTask;
using Microsoft.Extensions.DependencyInjection;

namespace EmbeddedFunctions.Durable;

/// <summary>An orchestrator function as the engine sees it. It never leaves the engine's synchronization context.</summary>
internal sealed class FunctionOrchestrator(FunctionExecutor executor, IServiceProvider root) : ITaskOrchestrator
{
    public Type InputType => executor.Function.InputType;

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskOrchestrationContext context, object? input)
    {
        using var scope = root.CreateScope();
        using var invocation = new InvocationContext(executor.Function, scope.ServiceProvider, root.GetRequiredService<HostDrain>().Token) { Orchestration = context, Input = input };
        await executor.InvokeAsync(invocation).ConfigureAwait(true);
        return invocation.Result;
    }
}
