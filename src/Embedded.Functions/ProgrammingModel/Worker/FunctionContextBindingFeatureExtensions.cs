using EmbeddedFunctions.Invocation;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>What middleware sees of an invocation's inputs and outputs.</summary>
public static class FunctionContextBindingFeatureExtensions
{
    /// <summary>Fills a parameter before the function runs, as the function itself will see it.</summary>
    /// <typeparam name="T">The parameter's type.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <param name="bindingMetadata">The parameter's binding, from <c>FunctionDefinition.InputBindings</c>.</param>
    /// <exception cref="InvalidOperationException">The function has no such parameter, or it is of another type.</exception>
    public static async ValueTask<InputBindingData<T>> BindInputAsync<T>(this FunctionContext context, BindingMetadata bindingMetadata)
    {
        ArgumentNullException.ThrowIfNull(bindingMetadata);
        var invocation = InvocationContext.Of(context);
        var value = await invocation.BindAsync(bindingMetadata.Name).ConfigureAwait(true);
        return value is T or null
            ? new BoundInput<T>(invocation, bindingMetadata)
            : throw new InvalidOperationException($"The parameter '{bindingMetadata.Name}' is a {value.GetType()}: it cannot be bound as {typeof(T)}.");
    }

    /// <summary>What the function returned.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="context">The invocation.</param>
    /// <exception cref="InvalidOperationException">It returned nothing, or something of another type.</exception>
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context)
    {
        var invocation = InvocationContext.Of(context);
        return invocation.Result is T
            ? new ReturnedResult<T>(invocation)
            : throw new InvalidOperationException($"The function returned {invocation.Result?.GetType().ToString() ?? "nothing"}, not {typeof(T)}.");
    }

    /// <summary>What the function returned.</summary>
    public static InvocationResult GetInvocationResult(this FunctionContext context) => new ReturnedResult(InvocationContext.Of(context));

    /// <summary>What the function returned for each of its output bindings.</summary>
    /// <typeparam name="T">The values' type; a value of another type counts as none.</typeparam>
    /// <param name="context">The invocation.</param>
    public static IEnumerable<OutputBindingData<T>> GetOutputBindings<T>(this FunctionContext context)
    {
        var invocation = InvocationContext.Of(context);
        return invocation.FunctionDefinition.OutputBindings.Values.Select(OutputBindingData<T> (binding) => new ReturnedOutput<T>(invocation, binding));
    }
}
