using Microsoft.Azure.Functions.Worker;

namespace EmbeddedFunctions.Invocation;

/// <summary>What a function returned, kept by its invocation.</summary>
internal sealed class ReturnedResult(InvocationContext context) : InvocationResult
{
    public override object? Value
    {
        get => context.Result;
        set => context.Result = value;
    }
}
