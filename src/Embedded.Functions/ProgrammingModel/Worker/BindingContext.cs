namespace Microsoft.Azure.Functions.Worker;

/// <summary>What the trigger of one invocation carried, as plain values.</summary>
public abstract class BindingContext
{
    /// <summary>Route values, query parameters and trigger metadata, by name (names compare without case).</summary>
    public abstract IReadOnlyDictionary<string, object?> BindingData { get; }
}
