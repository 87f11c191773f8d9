namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a function returned for one of its output bindings; middleware may replace it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public abstract class OutputBindingData<T>
{
    /// <summary>The binding's name: the property's, or <c>$return</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The value.</summary>
    public abstract T? Value { get; set; }

    /// <summary>The binding's type, such as <c>http</c>.</summary>
    public abstract string BindingType { get; }
}
