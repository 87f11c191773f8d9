using System.Diagnostics.CodeAnalysis;

namespace Microsoft.DurableTask;

/// <summary>Turns inputs, outputs, event payloads and custom statuses into text and back.</summary>
public abstract class DataConverter
{
    /// <summary>Reads a value of a type that is known at run time.</summary>
    /// <param name="data">The text; null stands for no value.</param>
    /// <param name="targetType">The type to read.</param>
    /// <returns>The value; null when <paramref name="data"/> is null.</returns>
    [return: NotNullIfNotNull(nameof(data))]
    public abstract object? Deserialize(string? data, Type targetType);

    /// <summary>Reads a value of a type that is known at compile time.</summary>
    /// <typeparam name="T">The type to read.</typeparam>
    /// <param name="data">The text; null stands for no value.</param>
    /// <returns>The value; the type's default when <paramref name="data"/> is null.</returns>
    [return: NotNullIfNotNull(nameof(data))]
    public virtual T? Deserialize<T>(string? data)
    {
        var value = Deserialize(data, typeof(T));
        return value is null ? default : (T)value;
    }

    /// <summary>Writes a value.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>The text; null when <paramref name="value"/> is null.</returns>
    [return: NotNullIfNotNull(nameof(value))]
    public abstract string? Serialize(object? value);
}
