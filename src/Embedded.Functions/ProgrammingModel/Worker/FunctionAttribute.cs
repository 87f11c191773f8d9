namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function.</summary>
/// <param name="name">The function's name: letters, digits, <c>_</c> and <c>-</c>, beginning with a letter.</param>
[AttributeUsage(AttributeTargets.Method)]
public class FunctionAttribute(string name) : Attribute
{
    /// <summary>The function's name.</summary>
    public string Name { get; } = name;
}
