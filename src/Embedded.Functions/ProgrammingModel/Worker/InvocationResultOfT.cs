namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned; middleware may replace it.</summary>
/// <typeparam name="T">Its type.</typeparam>
public abstract class InvocationResult<T>
{
    /// <summary>The value.</summary>
    public abstract T? Value { get; set; }
}
