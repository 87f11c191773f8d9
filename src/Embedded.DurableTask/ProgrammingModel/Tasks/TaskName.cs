namespace Microsoft.DurableTask;

/// <summary>The name of an orchestrator or an activity. Names are equal whatever their case.</summary>
public readonly struct TaskName : IEquatable<TaskName>
{
    /// <summary>Makes a name; null makes the default one, which names nothing.</summary>
    /// <param name="name">The name.</param>
    public TaskName(string name)
    {
        Name = name;
#pragma warning disable CS0618 // The constructor has to set what readers should no longer use.
        Version = name is null ? null! : string.Empty;
#pragma warning restore CS0618
    }

    /// <summary>The name as it was given; null in the default value.</summary>
    public string Name { get; }

    /// <summary>Always empty: names carry no version.</summary>
    [Obsolete("A task name has no version of its own.")]
    public string Version { get; }

    /// <summary>The name as text.</summary>
    /// <param name="value">The name.</param>
    public static implicit operator string(TaskName value) => value.Name;

    /// <summary>A name out of text; null and empty text make the default value.</summary>
    /// <param name="value">The text.</param>
    public static implicit operator TaskName(string value) => string.IsNullOrEmpty(value) ? default : new TaskName(value);

    /// <summary>Whether two names are the same, ignoring case.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other.</param>
    public static bool operator ==(TaskName a, TaskName b) => a.Equals(b);

    /// <summary>Whether two names differ in more than case.</summary>
    /// <param name="a">One name.</param>
    /// <param name="b">The other.</param>
    public static bool operator !=(TaskName a, TaskName b) => !a.Equals(b);

    /// <summary>Whether another name is the same, ignoring case.</summary>
    /// <param name="other">The other name.</param>
    public bool Equals(TaskName other) => string.Equals(Name, other.Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TaskName other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Name is null ? 0 : StringComparer.OrdinalIgnoreCase.GetHashCode(Name);

    /// <summary>The name as it was given.</summary>
    public override string ToString() => Name;
}
