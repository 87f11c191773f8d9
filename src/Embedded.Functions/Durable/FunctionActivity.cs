using EmbeddedFunctions.Hosting;
using EmbeddedFunctions.Invocation;
using Microsoft.DurableTask;

namespace EmbeddedFunctions.Durable;

/// <summary>An activity function as the engine sees it.</summary>
internal sealed class FunctionActivity(FunctionExecutor executor, IServiceProvider services, HostDrain drain) : ITaskActivity
{
    public Type InputType => executor.Function.InputType;

    public Type OutputType => typeof(object);

    public async Task<object?> RunAsync(TaskActivityContext context, object? input)
    {
        using var invocation = new InvocationContext(executor.Function, services, drain.Token) { Activity = context, Input = input };
        try
        {
            await executor.InvokeAsync(invocation).ConfigureAwait(false);
            return invocation.Result;
        }
        catch (OperationCanceledException) when (drain.Token.IsCancellationRequested)
        {
            // Cut short by the host's end, it has neither succeeded nor failed: it must not be recorded, and runs again after the restart.
            return await new TaskCompletionSource<object?>().Task.ConfigureAwait(false);
        }
    }
}
