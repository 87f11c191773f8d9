namespace FunctionsHost.Functions;

/// <summary>A function as the worker describes it.</summary>
internal sealed record FunctionDefinition
{
    /// <summary>The worker's id for it, which invocations name.</summary>
    public required string Id { get; init; }

    /// <summary>The function's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its bindings, the trigger among them.</summary>
    public required IReadOnlyList<FunctionBinding> Bindings { get; init; }

    /// <summary>How often a run that failed is tried again; null when it is not.</summary>
    public FunctionRetry? Retry { get; init; }

    /// <summary>The binding that starts it.</summary>
    public FunctionBinding Trigger => Bindings.First(static binding => binding.IsTrigger);
}

/// <summary>One binding of a function.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Type">The binding's type, such as <c>httpTrigger</c> or <c>durableClient</c>.</param>
/// <param name="Properties">The whole binding, as the worker wrote it.</param>
internal sealed record FunctionBinding(string Name, string Type, JsonElement Properties)
{
    /// <summary>Whether it starts the function.</summary>
    public bool IsTrigger => Type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A function's declared retries.</summary>
/// <param name="MaxCount">The most retries; -1 for no limit.</param>
/// <param name="First">The delay before the first retry.</param>
/// <param name="Max">The longest delay; each is twice the one before, up to this. The same as <paramref name="First"/> for a fixed delay.</param>
internal sealed record FunctionRetry(int MaxCount, TimeSpan First, TimeSpan Max);
