namespace Microsoft.Azure.Functions.Worker;

/// <summary>One declared binding of a function.</summary>
public abstract class BindingMetadata
{
    /// <summary>Which way the data flows.</summary>
    public abstract BindingDirection Direction { get; }

    /// <summary>The name of the parameter or property that is bound.</summary>
    public abstract string Name { get; }

    /// <summary>The binding's type, such as <c>httpTrigger</c>.</summary>
    public abstract string Type { get; }
}
