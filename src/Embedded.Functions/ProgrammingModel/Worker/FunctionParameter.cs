using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>One parameter of a function.</summary>
public class FunctionParameter
{
    /// <summary>A parameter without a default and without properties.</summary>
    public FunctionParameter(string name, Type type)
        : this(name, type, false, null, ImmutableDictionary<string, object>.Empty)
    {
    }

    /// <summary>A parameter with properties.</summary>
    public FunctionParameter(string name, Type type, IReadOnlyDictionary<string, object> properties)
        : this(name, type, false, null, properties)
    {
    }

    /// <summary>A parameter that may have a default.</summary>
    public FunctionParameter(string name, Type type, bool hasDefaultValue, object? defaultValue)
        : this(name, type, hasDefaultValue, defaultValue, ImmutableDictionary<string, object>.Empty)
    {
    }

    /// <summary>A parameter with everything that can be said of it.</summary>
    public FunctionParameter(string name, Type type, bool hasDefaultValue, object? defaultValue, IReadOnlyDictionary<string, object> properties)
    {
        Name = name ?? throw new ArgumentNullException(nameof(name));
        Type = type ?? throw new ArgumentNullException(nameof(type));
        Properties = properties ?? throw new ArgumentNullException(nameof(properties));
        HasDefaultValue = hasDefaultValue;
        DefaultValue = defaultValue;
        IsReferenceOrNullableType = !type.IsValueType || Nullable.GetUnderlyingType(type) is not null;
    }

    /// <summary>The declared default, where there is one.</summary>
    public object? DefaultValue { get; }

    /// <summary>Whether a default is declared.</summary>
    public bool HasDefaultValue { get; }

    /// <summary>Whether null can be passed.</summary>
    public bool IsReferenceOrNullableType { get; }

    /// <summary>The parameter's name.</summary>
    public string Name { get; }

    /// <summary>What else is known of it, by name: the binding attribute under <c>bindingAttribute</c>.</summary>
    public IReadOnlyDictionary<string, object> Properties { get; }

    /// <summary>The parameter's type.</summary>
    public Type Type { get; }
}
