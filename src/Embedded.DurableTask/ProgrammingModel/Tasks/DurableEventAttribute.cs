namespace Microsoft.DurableTask;

/// <summary>Says that a type is the payload of an external event. Source generators read it; the engine does not.</summary>
/// <param name="name">The event's name; by default the type's.</param>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class DurableEventAttribute(string? name = null) : Attribute
{
    /// <summary>The event's name.</summary>
    public TaskName Name { get; } = name is null ? default : new TaskName(name);
}
