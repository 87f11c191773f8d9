namespace Microsoft.Azure.Functions.Worker.Converters;

/// <summary>Says how a parameter's value is made.</summary>
/// <param name="converterType">What makes it.</param>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Interface | AttributeTargets.Enum | AttributeTargets.Struct)]
public class InputConverterAttribute(Type converterType) : Attribute
{
    /// <summary>What makes the value.</summary>
    public Type ConverterType { get; } = converterType ?? throw new ArgumentNullException(nameof(converterType));
}
