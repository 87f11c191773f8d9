using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>What a function returned, kept by its invocation.</summary>
internal sealed class ReturnedResult<T>(InvocationContext context) : InvocationResult<T>
{
    public override T? Value
    {
        get => context.Result is T value ? value : default;
        set => context.Result = value;
    }
}
