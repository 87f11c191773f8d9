namespace Microsoft.DurableTask;

/// <summary>Names an orchestrator or activity class; without it, a class goes by its type name.</summary>
/// <param name="name">The name; null or empty leaves it to the type name.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class DurableTaskAttribute(string? name = null) : Attribute
{
    /// <summary>The name, or the default value when the type's own name counts.</summary>
    public TaskName Name { get; } = string.IsNullOrEmpty(name) ? default : new TaskName(name);

    /// <summary>The version of the task, for information.</summary>
    public string? Version { get; set; }
}
