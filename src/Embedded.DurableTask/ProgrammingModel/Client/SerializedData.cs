using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>A value as text, with the converter that reads it.</summary>
/// <param name="data">The text.</param>
/// <param name="converter">What reads it; <see cref="JsonDataConverter.Default"/> by default.</param>
public sealed class SerializedData(string data, DataConverter? converter = null)
{
    /// <summary>The text.</summary>
    public string Value { get; } = data ?? throw new ArgumentNullException(nameof(data));

    /// <summary>What reads the text.</summary>
    public DataConverter Converter { get; } = converter ?? JsonDataConverter.Default;

    /// <summary>Reads the value.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    public T ReadAs<T>() => Converter.Deserialize<T>(Value);
}
